// Puts dots in place of given texts in a document's text, shadow trees included, and says how to put them back.
(texts) => {
  const forms = texts.map((text) => text.toLowerCase()).sort((a, b) => b.length - a.length);
  const changed = [];

  function* hits(low) {
    for (let from = 0; from < low.length; ) {
      let best = null;
      for (const form of forms) {
        const at = low.indexOf(form, from);
        if (at >= 0 && (!best || at < best.at)) best = {at, end: at + form.length};
      }
      if (!best) return;
      yield best;
      from = best.end;
    }
  }

  // The texts of a tree as one: a value may be spread over several nodes.
  function blank(root) {
    const nodes = [];
    let whole = '';
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const low = node.data.replaceAll('\u00a0', ' ').toLowerCase();
      nodes.push({node, at: whole.length});
      whole += low.length === node.data.length ? low : node.data;
    }
    const found = [...hits(whole)];
    for (const {node, at} of found.length ? nodes : []) {
      let text = node.data;
      for (const hit of found) {
        const begin = Math.max(0, hit.at - at), end = Math.min(text.length, hit.end - at);
        if (begin < end) text = text.slice(0, begin) + '•'.repeat(end - begin) + text.slice(end);
      }
      if (text !== node.data) {
        changed.push([node, node.data]);
        node.data = text;
      }
    }
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) blank(element.shadowRoot);
      if (element.tagName === 'INPUT' || element.tagName === 'TEXTAREA') {
        if (forms.some((form) => element.value.toLowerCase().includes(form))) {
          changed.push([element, element.value, 'value']);
          element.value = '•'.repeat(element.value.length);
        }
      }
    }
  }

  blank(document);
  return {restore: () => changed.forEach(([place, text, kind]) => kind ? (place.value = text) : (place.data = text))};
}
