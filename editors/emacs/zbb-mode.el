;;; zbb-mode.el --- Budget and journey plans  -*- lexical-binding: t; -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "27.1"))
;; Keywords: languages

;;; Commentary:

;; Colours, indents and comments for plans written in zbb, and the entry for eglot, which speaks to `zbb lsp'.

;;; Code:

(require 'zbb-words)

(defgroup zbb nil "Budget and journey plans." :group 'languages)

(defcustom zbb-indent-offset 2 "How far a block is indented." :type 'natnum :group 'zbb)

(defvar zbb-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?# "<" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?_ "w" table)
    (modify-syntax-entry ?. "_" table)
    (modify-syntax-entry ?\' "." table)
    table))

(defconst zbb-font-lock-keywords
  (let ((start "\\(?:^\\|[{},]\\)[ \t]*"))
    `((,(concat start (regexp-opt zbb-keywords 'words) "[ \t]+\\([a-zA-Z_][a-zA-Z0-9_.]*\\)?[^:\n]*\\(?:{\\|$\\)")
       (1 font-lock-keyword-face) (2 font-lock-type-face nil t))
      (,(concat start (regexp-opt zbb-keywords 'words) "[ \t]*[\"{]") 1 font-lock-keyword-face)
      (,(concat start "\\([0-9a-zA-Z_.-]+\\)[^:\"#{}\n]*\\(?:\"[^\"\n]*\"[ \t]*\\)?:") 1 'font-lock-property-name-face)
      (,(concat "\\_<" (regexp-opt zbb-functions t) "(") 1 font-lock-function-name-face)
      ("\\_<\\(?:FY[0-9]\\{4\\}\\|[0-9]\\{4\\}-[A-Za-z0-9]+\\)\\(?:-[A-Za-z0-9]+\\)*" . font-lock-constant-face)
      (,(regexp-opt zbb-modifiers 'symbols) . font-lock-builtin-face)
      (,(regexp-opt (append zbb-operators zbb-constants) 'symbols) . font-lock-builtin-face)
      (,(regexp-opt zbb-units 'symbols) . font-lock-type-face)))
  "What is coloured, by the compiler's own lists of words.")

(unless (facep 'font-lock-property-name-face)
  (defface font-lock-property-name-face '((t :inherit font-lock-variable-name-face)) "The key of a property."
    :group 'zbb))

(defun zbb-indent-line ()
  "Indent the line by the brackets that are open before it."
  (interactive)
  (let* ((depth (car (syntax-ppss (line-beginning-position))))
         (closes (save-excursion (back-to-indentation) (looking-at-p "[]})]")))
         (column (* zbb-indent-offset (max 0 (- depth (if closes 1 0))))))
    (if (<= (current-column) (current-indentation))
        (indent-line-to column)
      (save-excursion (indent-line-to column)))))

;;;###autoload
(define-derived-mode zbb-mode prog-mode "zbb"
  "Major mode for budget and journey plans."
  (setq-local comment-start "# " comment-end "" comment-start-skip "#+[ \t]*")
  (setq-local indent-line-function #'zbb-indent-line indent-tabs-mode nil)
  (setq-local font-lock-defaults '(zbb-font-lock-keywords)))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.zbb\\'" . zbb-mode))

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs '(zbb-mode . ("zbb" "lsp"))))

(provide 'zbb-mode)
;;; zbb-mode.el ends here
