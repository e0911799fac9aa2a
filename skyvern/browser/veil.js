// Covers given texts wherever a document shows them, in a world of its own: the page's scripts never see what they are.
(texts) => {
  const NAME = 'skyvern-veil', EVERY = 200, MOST = 200000;

  // Lower case, letter by letter, so that places in the text stay what they are.
  function fold(text) {
    const low = text.toLowerCase().replaceAll('\u00a0', ' ');
    return low.length === text.length ? low : [...text].map((c) => (c.toLowerCase().length === c.length ? c.toLowerCase() : c)).join('');
  }

  function begin() {
    const sheet = new CSSStyleSheet(), paint = new Highlight(), roots = new Set();
    sheet.replaceSync(`::highlight(${NAME}) {color: #111 !important; -webkit-text-fill-color: #111 !important; background-color: #111 !important; text-shadow: none !important; text-decoration: none !important}`);
    paint.priority = 2147483647;
    let forms = [];

    const holds = (text) => {
      const low = fold(String(text || ''));
      return forms.some((form) => low.includes(form));
    };

    function* hits(text) {
      const low = fold(text);
      let from = 0;
      while (from < low.length) {
        let best = null;
        for (const form of forms) {
          const at = low.indexOf(form, from);
          if (at >= 0 && (!best || at < best.at)) best = {at, length: form.length};
        }
        if (!best) return;
        yield best;
        from = best.at + best.length;
      }
    }

    // The texts of a tree as one: a value may be spread over several nodes.
    function mark(root) {
      const nodes = [], starts = [];
      let whole = '';
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        nodes.push(node);
        starts.push(whole.length);
        whole += node.data;
      }
      let n = 0;
      for (const hit of hits(whole)) {
        while (n + 1 < nodes.length && starts[n + 1] <= hit.at) n++;
        let last = n;
        while (last + 1 < nodes.length && starts[last + 1] < hit.at + hit.length) last++;
        const range = new Range();
        range.setStart(nodes[n], hit.at - starts[n]);
        range.setEnd(nodes[last], hit.at + hit.length - starts[last]);
        paint.add(range);
      }
    }

    function dress(field) {
      if (field.type === 'password' || field.type === 'hidden') return;
      const plain = field.tagName === 'TEXTAREA' || (field.tagName === 'INPUT' && !['button', 'submit', 'reset'].includes(field.type));
      const chosen = field.tagName === 'SELECT' ? [...field.selectedOptions].map((option) => option.label).join(' ') : field.value;
      if (plain && holds(chosen)) field.style.setProperty('-webkit-text-security', 'disc', 'important');
      if ((!plain && holds(chosen)) || holds(field.placeholder)) field.style.setProperty('opacity', '0.01', 'important');
    }

    function enter(root) {
      if (!roots.has(root)) {
        roots.add(root);
        observer.observe(root, {subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['value', 'placeholder']});
        root.addEventListener('input', onInput, true);
      }
      if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
    }

    function sweep() {
      CSS.highlights.set(NAME, paint);
      for (const root of roots) if (root !== document && !root.host.isConnected) roots.delete(root);
      enter(document);
      paint.clear();
      for (const root of roots) {
        for (const el of root.querySelectorAll('*')) {
          if (el.shadowRoot) enter(el.shadowRoot);
          if (el.tagName === 'INPUT' || el.tagName === 'TEXTAREA' || el.tagName === 'SELECT') dress(el);
        }
        mark(root);
      }
    }

    function onInput(event) {
      const field = event.composedPath()[0];
      if (field && field.style && 'value' in field) dress(field);
    }

    const observer = new MutationObserver((records) => {
      const changed = new Set(records.map((r) => (r.type === 'characterData' ? r.target.parentNode : r.target)));
      for (const node of changed) {
        if (!node) continue;
        const text = node.nodeType === 9 ? node.documentElement?.textContent : node.textContent;
        if (holds((text || '').slice(0, MOST))) return sweep();
        if (node.style && 'value' in node) dress(node);
      }
      stale = true;
    });
    let stale = false, ticks = 0;
    setInterval(() => {
      if (stale || ++ticks % 5 === 0) sweep();
      else for (const root of roots) root.querySelectorAll('input,textarea,select').forEach(dress);
      stale = false;
    }, EVERY);
    return {
      cover(wanted) {
        // A value that is being typed shows all but its last letter for a moment.
        const all = wanted.map(fold).flatMap((text) => (text.length > 6 ? [text, text.slice(0, -1)] : [text]));
        forms = [...new Set(all)].sort((a, b) => b.length - a.length);
        sweep();
      },
    };
  }

  (globalThis.skyvernVeil ??= begin()).cover(texts);
}
