// In the panel: shows a page of a plan as the server made it, keeps the place of the reader, and tells which name was
// clicked or which page is wanted; with Ctrl or Cmd a name leads to its page instead of to its line. The page stands in a shadow root, so that its style and the editor's do not meet; nothing in it is run.
(() => {
  const editor = acquireVsCodeApi();
  const host = document.getElementById('page');
  const shadow = host.attachShadow({ mode: 'open' });
  const stale = document.getElementById('stale');
  const empty = document.getElementById('empty');
  let styles = '';

  /** The page's style, for a page that stands in an element, and in the colours of the editor. */
  function style() {
    const isDark = /vscode-(dark|high-contrast)(?!-light)/.test(document.body.className);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      `:host { color-scheme: ${isDark ? 'dark' : 'light'}; display: block; }\n` +
        'body { display: block; }\n' +
        '[data-about] { cursor: pointer; }\n' +
        styles
          .replace(/@media \(prefers-color-scheme: *dark\)/g, isDark ? '@media all' : '@media not all')
          .replace(/color-scheme: *light dark;?/g, '')
          .replace(/:root/g, ':host')
          .replace(/(^|[\s,}])html(?=[\s{,])/g, '$1:host'),
    );
    shadow.adoptedStyleSheets = [sheet];
  }

  function show(html, anchor) {
    const page = new DOMParser().parseFromString(html, 'text/html');
    page.querySelectorAll('script, iframe, object, embed, link, base, meta').forEach((element) => element.remove());
    styles = [...page.querySelectorAll('style')].map((element) => element.textContent).join('\n');
    page.querySelectorAll('style').forEach((element) => element.remove());
    const open = new Set([...shadow.querySelectorAll('details[open]')].map(nameOf));
    const { scrollX, scrollY } = window;
    style();
    shadow.replaceChildren(document.importNode(page.body, true));
    shadow.querySelectorAll('details').forEach((details) => {
      details.open = details.open || open.has(nameOf(details));
    });
    if (anchor === undefined) {
      window.scrollTo(scrollX, scrollY);
    } else {
      window.scrollTo(0, 0);
      reach(anchor);
    }
    empty.hidden = true;
  }

  /** Brings what has an anchor into sight, out of what is folded around it. */
  function reach(anchor) {
    const there = anchor === '' ? null : shadow.getElementById(decodeURIComponent(anchor));
    for (let around = there; around; around = around.parentElement) {
      if (around instanceof HTMLDetailsElement) {
        around.open = true;
      }
    }
    there?.scrollIntoView();
  }

  const nameOf = (details) => details.querySelector('summary')?.textContent ?? '';

  window.addEventListener('message', ({ data }) => {
    if (data.type === 'page') {
      if (typeof data.html === 'string') {
        show(data.html, data.anchor);
      }
      stale.hidden = !data.stale || typeof data.html !== 'string';
    }
  });

  new MutationObserver(style).observe(document.body, { attributes: true, attributeFilter: ['class'] });

  shadow.addEventListener('click', (event) => {
    const at = event.target instanceof Element ? event.target : undefined;
    const link = at?.closest('a[href]');
    const named = at?.closest('[data-about]');
    const [, page, anchor] = /^(?:([a-z]+(?:-\d+)?)\.html)?(?:#(.*))?$/.exec(link?.getAttribute('href') ?? '') ?? [];
    if (link) {
      event.preventDefault();
    }
    if (page !== undefined && (!named || event.ctrlKey || event.metaKey)) {
      editor.postMessage({ type: 'open', page, anchor: anchor ?? '' });
    } else if (named && !event.ctrlKey && !event.metaKey) {
      editor.postMessage({ type: 'locate', about: named.getAttribute('data-about') });
    }
    if (page === undefined && anchor !== undefined) {
      reach(anchor);
    }
  });

  editor.postMessage({ type: 'ready' });
})();
