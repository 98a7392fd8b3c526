// In the panel: shows the page of a plan as the server made it, keeps the place of the reader, and tells which name was
// clicked. The page stands in a shadow root, so that its style and the editor's do not meet; nothing in it is run.
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
        '[data-about], code { cursor: pointer; }\n' +
        styles
          .replace(/@media \(prefers-color-scheme: *dark\)/g, isDark ? '@media all' : '@media not all')
          .replace(/color-scheme: *light dark;?/g, '')
          .replace(/:root/g, ':host')
          .replace(/(^|[\s,}])html(?=[\s{,])/g, '$1:host'),
    );
    shadow.adoptedStyleSheets = [sheet];
  }

  function show(html) {
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
    window.scrollTo(scrollX, scrollY);
    empty.hidden = true;
  }

  const nameOf = (details) => details.querySelector('summary')?.textContent ?? '';

  window.addEventListener('message', ({ data }) => {
    if (data.type === 'page') {
      if (typeof data.html === 'string') {
        show(data.html);
      }
      stale.hidden = !data.stale || typeof data.html !== 'string';
    }
  });

  new MutationObserver(style).observe(document.body, { attributes: true, attributeFilter: ['class'] });

  shadow.addEventListener('click', (event) => {
    const at = event.target instanceof Element ? event.target : undefined;
    const link = at?.closest('a[href]');
    if (link) {
      event.preventDefault();
      const about = link.getAttribute('href') ?? '';
      if (about.startsWith('#')) {
        shadow.getElementById(decodeURIComponent(about.slice(1)))?.scrollIntoView();
      }
    }
    const named = at?.closest('[data-about]')?.getAttribute('data-about') ?? at?.closest('code')?.textContent;
    if (named) {
      editor.postMessage({ type: 'locate', about: named });
    }
  });

  editor.postMessage({ type: 'ready' });
})();
