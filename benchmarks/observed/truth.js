// Which elements of a document a person can act on, found out without asking any of the compared readers.
// Put into each frame after `heard` marked what listens (see truth.py); docs/reference/observation.md gives the definition.
(() => {
  const NATIVE = 'a[href],area[href],button,input:not([type=hidden]),select,textarea,summary';
  const ROLES = new Set(['button', 'link', 'checkbox', 'radio', 'switch', 'tab', 'menuitem', 'menuitemcheckbox', 'menuitemradio', 'option',
    'textbox', 'searchbox', 'combobox', 'slider', 'spinbutton', 'treeitem']);
  const upward = (node) => node.assignedSlot || node.parentElement || (node.getRootNode().host ?? null);
  const above = (outer, inner) => { for (let at = upward(inner); at; at = upward(at)) if (at === outer) return true; return false; };
  const walk = function* (root) {
    for (const el of root.querySelectorAll('*')) {
      yield el;
      if (el.shadowRoot) yield* walk(el.shadowRoot);
    }
  };

  // What is left of a box after everything around it that clips, in pixels of the top viewport.
  function visibleBox(el, dx, dy) {
    const rect = el.getBoundingClientRect();
    let box = [rect.left, rect.top, rect.right, rect.bottom];
    let floats = getComputedStyle(el).position;
    for (let at = upward(el); at && at !== document.documentElement && at !== document.body && floats !== 'fixed'; at = upward(at)) {
      const style = getComputedStyle(at);
      if (floats === 'absolute' && style.position === 'static') continue;
      if (style.overflowX !== 'visible' || style.overflowY !== 'visible') {
        const clip = at.getBoundingClientRect();
        box = [Math.max(box[0], clip.left), Math.max(box[1], clip.top), Math.min(box[2], clip.right), Math.min(box[3], clip.bottom)];
      }
      floats = style.position;
    }
    return [box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy];
  }

  function standsFor(el) {
    if (el.tagName !== 'INPUT' || !['checkbox', 'radio', 'file'].includes(el.type)) return el;
    const rect = el.getBoundingClientRect();
    const seen = rect.width > 1 && rect.height > 1 && el.checkVisibility({opacityProperty: true, visibilityProperty: true});
    return seen ? el : [...(el.labels || [])].find((label) => label.getBoundingClientRect().height > 1) || el;
  }

  function covered(el, shown) {
    const rect = shown.getBoundingClientRect();
    const [left, top, right, bottom] = [Math.max(rect.left, 0), Math.max(rect.top, 0), Math.min(rect.right, innerWidth), Math.min(rect.bottom, innerHeight)];
    if (right - left < 1 || bottom - top < 1) return false;
    for (const [x, y] of [[.5, .5], [.2, .5], [.8, .5], [.5, .2], [.5, .8]]) {
      let hit = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
      while (hit && hit.shadowRoot && hit.shadowRoot.elementFromPoint) {
        const inner = hit.shadowRoot.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
        if (!inner || inner === hit) break;
        hit = inner;
      }
      if (hit && (hit === shown || hit === el || above(shown, hit) || above(el, hit) || [...(el.labels || [])].some((label) => label.contains(hit)))) return false;
    }
    return true;
  }

  window.__truth = (width, bottom, dx, dy, clip) => {
    const heard = window.__heard || new WeakSet();
    const sure = [], maybe = [];
    for (const el of walk(document)) {
      if (el.closest('[inert]') || el === document.body || el === document.documentElement) continue;
      const role = (el.getAttribute('role') || '').trim().split(/\s+/)[0].toLowerCase();
      const editable = el.isContentEditable && !(el.parentElement && el.parentElement.isContentEditable);
      if (el.matches(NATIVE) || ROLES.has(role) || editable) sure.push(el);
      else if (el.tagName !== 'LABEL' && el.tagName !== 'IFRAME') {
        const style = getComputedStyle(el);
        const parent = upward(el);
        const points = style.cursor === 'pointer' && !(parent && getComputedStyle(parent).cursor === 'pointer');
        if (heard.has(el) || (el.hasAttribute('tabindex') && el.tabIndex >= 0) || points) maybe.push(el);
      }
    }
    const known = new Set(sure);
    const inside = (el) => { for (let at = upward(el); at; at = upward(at)) if (known.has(at) || at.tagName === 'LABEL') return true; return false; };
    // Innermost first: a box around something that is acted on is not itself what is acted on.
    const holds = new Set();
    const mark = (el) => { for (let at = upward(el); at && !holds.has(at); at = upward(at)) holds.add(at); };
    sure.forEach(mark);
    for (const el of maybe.reverse()) if (!holds.has(el) && !inside(el)) { known.add(el); mark(el); }
    const all = [], window_ = [];
    for (const el of known) {
      const shown = standsFor(el);
      const rect = shown.getBoundingClientRect();
      if (rect.width < 2 || rect.height < 2 || !shown.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
      all.push(el);
      const box = visibleBox(shown, dx, dy);
      const near = Math.min(box[2], width, clip[2]) - Math.max(box[0], 0, clip[0]) >= 2 && Math.min(box[3], bottom, clip[3]) - Math.max(box[1], 0, clip[1]) >= 2;
      if (near && !covered(el, shown)) window_.push(el);
    }
    window.__known = known;
    window.__all = all;
    window.__window = window_;
    return window_.length;
  };

  const scrolls = (el) => /auto|scroll/.test(getComputedStyle(el).overflow) && (el.scrollHeight > el.clientHeight + 1 || el.scrollWidth > el.clientWidth + 1);
  const said = (el) => (el.tagName.toLowerCase() + (el.id ? '#' + el.id : '') + ' ' + (el.getAttribute('class') || '') + ' ' + (el.textContent || '').trim()).replace(/\s+/g, ' ').slice(0, 90);

  // Which of the wanted elements the listed ones stand for, and how many listed ones stand for none (or for one again).
  window.__judge = (listed) => {
    const known = window.__known, found = new Set();
    const under = new Map();
    for (const el of known) for (let at = upward(el); at; at = upward(at)) under.set(at, under.has(at) ? null : el);
    const standing = (el) => {
      if (known.has(el)) return el;
      if (el.tagName === 'LABEL' && el.control) return el.control;
      for (let at = upward(el); at; at = upward(at)) {
        if (known.has(at)) return at;
        if (at.tagName === 'LABEL' && at.control) return at.control;
      }
      return under.get(el) || null;
    };
    let extra = 0;
    const wrong = [];
    for (const el of new Set(listed.filter(Boolean))) {
      const stands = standing(el);
      if (stands && !found.has(stands)) found.add(stands);
      else if (el.tagName !== 'IFRAME' && !scrolls(el)) { extra++; wrong.push(said(el)); }
    }
    const missed = window.__window.filter((el) => !found.has(el));
    return {wanted: window.__window.length, found: window.__window.length - missed.length, listed: listed.length, extra, missed: missed.map(said), wrong};
  };
})();
