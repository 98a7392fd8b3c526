;;; zbb-words.el --- The words of zbb  -*- lexical-binding: t; -*-

;; Written by editors/tree-sitter-zbb/generate from editors/words.json.

;;; Code:

(defconst zbb-keywords
  '("actuals" "alternative" "authority" "benchmark" "carry" "category" "channel" "control" "criterion" "department" "driver" "exchange" "funding" "idea" "income" "journey" "kpi" "level" "milestone" "moment" "need" "objective" "observe" "package" "pain" "persona" "plan" "practice" "ranking" "require" "retire" "risk" "role" "scenario" "stage" "tolerance" "touchpoint" "transfer" "unit" "variance" "waive" "workshop")
  "The keywords of the language.")

(defconst zbb-modifiers
  '("after" "because" "by" "every" "evidence" "from" "in" "month" "of" "on" "over" "to" "until" "value" "via")
  "The modifiers of the language.")

(defconst zbb-operators
  '("and" "at" "not" "or")
  "The operators of the language.")

(defconst zbb-choices
  '("add" "benchmark" "capital" "cash" "category" "channel" "comma" "debit" "department" "diminishing" "error" "expense" "experiment" "explicit" "explicit_then_score" "first_interaction" "forecast" "higher" "history" "income" "judgement" "lower" "max" "natural" "nearer" "off" "one_off" "open" "optimal" "package" "parked" "performance" "phased" "pipe" "point" "promoted" "purchase_decision" "recovery" "rejected" "run_rate" "score" "semicolon" "service_encounter" "sharing" "skip" "status" "stop" "structural" "tab" "timing" "to_date" "utf_8" "warning" "windows_1252")
  "The choices of the language.")

(defconst zbb-kinds
  '("ces" "churn" "conversion" "cost_per_contact" "csat" "deflection" "engagement" "first_contact_resolution" "first_response_time" "handle_time" "lifetime_value" "nps" "referral_rate" "referral_revenue" "repeat_purchase" "retention" "sentiment")
  "The kinds of the language.")

(defconst zbb-functions
  '("abs" "clamp" "clv" "cost" "csat" "exp" "fcr" "funded" "hill" "lag" "ln" "max" "mean" "min" "nps" "pow" "round" "score" "spend" "sqrt" "sum" "total")
  "The functions of the language.")

(defconst zbb-units
  '("day" "days" "hour" "hours" "minute" "minutes" "month" "months" "pp" "pts" "quarter" "quarters" "second" "seconds" "week" "weeks" "year" "years")
  "The units of the language.")

(defconst zbb-constants
  '("entering" "leaving" "no" "previous" "yes")
  "The constants of the language.")

(provide 'zbb-words)
;;; zbb-words.el ends here
