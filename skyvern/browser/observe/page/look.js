// One pass over the composed tree: elements to act on and structure to read, with references that outlive re-renders.
const KEY = Symbol.for('skyvern.look');
if (!window[KEY]) Object.defineProperty(window, KEY, {value: {listeners: new WeakSet(), drops: new WeakSet(), mutated: performance.now(), ticked: 0}, enumerable: false, configurable: true});
const seen = window[KEY];
if (!seen.watched) {
  seen.watched = true;
  new MutationObserver((records) => {
    if (records.every((r) => r.type === 'characterData' || r.attributeName === 'style')) seen.ticked = performance.now(); else seen.mutated = performance.now();
  }).observe(document, {subtree: true, childList: true, characterData: true, attributes: true});
}
const registry = seen.registry || (seen.registry = {next: base + 1, ids: new WeakMap(), byId: new Map(), marks: new Map(), last: null, secrets: new WeakSet(), secretIds: new Set()});
registry.drawn = registry.drawn || new WeakMap(); // a page that an earlier version looked at has none
let looks, orders, state;

function numberOf(el) {
  let id = registry.ids.get(el);
  if (!id) {
    id = registry.next++;
    registry.ids.set(el, id);
    registry.byId.set(id, new WeakRef(el));
  }
  return id;
}

function markOf(el, role, name) {
  let path = '';
  for (let at = el.parentElement, i = 0; at && i < 4; at = at.parentElement, i++) path += at.tagName + (at.id ? '#' + at.id : '') + '>';
  return el.tagName + '|' + role + '|' + name + '|' + (el.getAttribute('name') || '') + '|' + path;
}

// The number of an element; one that left the page and came back may have lost it to what stood in its place meanwhile.
function ownId(el) {
  const id = registry.ids.get(el);
  const holder = id && registry.byId.get(id) && registry.byId.get(id).deref();
  if (!id || holder === el) return id;
  if (holder && holder.isConnected) { registry.ids.delete(el); return 0; }
  registry.byId.set(id, new WeakRef(el));
  return id;
}

// A re-created element of the same kind, name and place keeps its reference.
function refOf(el, role, name) {
  const plain = markOf(el, role, name);
  const nth = (looks.counts.get(plain) || 0) + 1;
  looks.counts.set(plain, nth);
  const mark = plain + '|' + nth;
  let id = ownId(el);
  if (!id) {
    const old = registry.marks.get(mark);
    const was = old && registry.byId.get(old) && registry.byId.get(old).deref();
    if (old && !(was && was.isConnected)) {
      id = old;
      registry.ids.set(el, id);
      registry.byId.set(id, new WeakRef(el));
      if (registry.secretIds.has(id)) registry.secrets.add(el);
    } else id = numberOf(el);
  }
  if (registry.secretIds.has(id)) registry.secrets.add(el);
  if (registry.secrets.has(el) && el.type !== 'password') veil(el);
  registry.marks.set(mark, id);
  looks.refs.add('e' + id);
  if (registry.last && !registry.last.has('e' + id)) looks.fresh.add('e' + id);
  return id;
}

function veil(el) {
  if (el.style && el.style.getPropertyValue('-webkit-text-security') !== 'disc') el.style.setProperty('-webkit-text-security', 'disc', 'important');
}

const SKIP = new Set(['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEMPLATE', 'HEAD', 'META', 'LINK', 'COLGROUP', 'COL', 'DATALIST', 'OPTION', 'OPTGROUP', 'CANVAS', 'OBJECT', 'EMBED']);
const SCOPES = new Set(['SECTION', 'ARTICLE', 'FORM', 'FIELDSET', 'DIALOG', 'ASIDE', 'MAIN', 'NAV', 'LI', 'HEADER', 'FOOTER']);
const LANDMARKS = new Set(['main', 'navigation', 'banner', 'contentinfo', 'complementary', 'search', 'dialog', 'alertdialog']);

const ASIDES = new Set(['navigation', 'banner', 'contentinfo', 'complementary']);

function landmarkOf(el, role) {
  if (LANDMARKS.has(role)) return role === 'alertdialog' ? 'dialog' : role;
  const tag = el.tagName;
  if (tag === 'HEADER' || tag === 'FOOTER') {
    if (el.parentElement && el.parentElement.closest('article,section,main,aside,nav,dialog,[role=dialog]')) return '';
    return tag === 'HEADER' ? 'banner' : 'contentinfo';
  }
  return '';
}

// Where an element begins and ends within the line that is being said.
function openMark(ref) {
  const mark = {ref, line: state.line, from: state.line.said || 0, around: state.mark};
  (state.line.marks || (state.line.marks = [])).push(mark);
  state.mark = mark;
  return mark;
}

function closeMark(mark) {
  if (!mark) return;
  state.mark = mark.around;
  if (mark.line === state.line) mark.to = state.line.said || 0;
}

// Of an element that says several lines, the first is told to be its.
function wholeLine(line) {
  const mark = state.mark;
  if (!mark || mark.told) return;
  if (mark.line === line) mark.to = line.said;
  else if (!line.marks || !line.marks.some((inner) => inner.to > inner.from)) line.marks = [{ref: mark.ref, from: 0, to: line.said}];
  mark.told = (mark.line === line ? mark.to > mark.from : true);
}

// The line cut where elements begin and end: text, then [text, ref] for what an element says.
function partsOf(line) {
  const marks = (line.marks || []).filter((mark) => mark.to > mark.from);
  if (!marks.length) return [];
  const raw = line.segments.map((s) => s.text).join('');
  const parts = [];
  let at = 0;
  for (const mark of marks) {
    if (mark.from < at) continue;
    parts.push([raw.slice(at, mark.from).replace(/\s+/g, ' '), '']);
    parts.push([squash(raw.slice(mark.from, mark.to)), mark.ref]);
    at = mark.to;
  }
  parts.push([raw.slice(at).replace(/\s+/g, ' '), '']);
  return parts.filter(([text]) => text);
}

function flush() {
  const line = state.line;
  if (!line.segments.length) { if (line.marks) state.line = {segments: []}; return; }
  wholeLine(line);
  state.line = {segments: []};
  const segments = line.segments.map((s) => ({text: squash(s.text), strong: s.strong})).filter((s) => s.text);
  const text = squash(line.segments.map((s) => s.text).join('')).replace(/^(\| )+|( \|)+$/g, '').trim();
  if (!text || text === '|' || looks.size > 200000 || looks.lines.length > 6000) return;
  looks.size += text.length;
  looks.lines.push({text: cut(text, 2000), level: line.level, order: line.order, region: line.region, segments, group: line.group, cells: line.cells, node: line.node, parts: partsOf(line)});
}

function say(text, context, node = null) {
  const line = state.line;
  if (!line.segments.length) {
    if (!text.trim()) return;
    Object.assign(line, {node, level: context.level, order: ++state.order, region: context.landmark, group: state.heading, cells: context.row});
  }
  const last = line.segments[line.segments.length - 1];
  if (state.gap && last && /[\p{L}\p{N}]$/u.test(last.text) && /^[\p{L}\p{N}]/u.test(text)) text = ' ' + text;
  if (text.trim()) state.gap = false;
  line.said = (line.said || 0) + text.length;
  if (last && last.strong === context.strong) last.text += text; else line.segments.push({text, strong: context.strong});
}

const isStrong = (el) => /^(B|STRONG|LABEL|TH|DT)$/.test(el.tagName) || LABELISH.test(String(el.getAttribute('class') || ''));

function clipped(el, style) {
  if (style.position === 'absolute' || style.position === 'fixed') {
    const rect = el.getBoundingClientRect();
    if (rect.width <= 1 || rect.height <= 1) return style.overflowX !== 'visible' || style.clip !== 'auto' || style.clipPath !== 'none';
    if (rect.right + scrollX <= 0 || rect.bottom + scrollY <= 0) return true;
    return style.clipPath === 'inset(50%)' || style.clipPath === 'inset(100%)' || style.clip === 'rect(0px, 0px, 0px, 0px)' || style.clip === 'rect(1px, 1px, 1px, 1px)';
  }
  if (style.overflowY !== 'visible' && style.display !== 'inline') {
    if (el.clientHeight === 0 || el.clientWidth === 0) return el.tagName !== 'BODY' && el.tagName !== 'HTML' && el.offsetHeight <= 2;
  }
  return false;
}

// Preformatted text has the lines that it shows; inside a table's row they stay one line.
function sayText(node, el, context) {
  const broken = !context.row && /\S[^\S\n]*\n\s*\S/.test(node.data) && /^(pre|break-spaces)/.test(getComputedStyle(el).whiteSpace);
  for (const [at, line] of (broken ? node.data.split('\n') : [node.data]).entries()) {
    if (at) flush();
    say(line.replace(/\s+/g, ' '), context, node);
  }
}

function visitChildren(el, context, ranges) {
  const nodes = el.shadowRoot ? el.shadowRoot.childNodes : el.tagName === 'SLOT' ? el.assignedNodes({flatten: true}) : el.childNodes;
  const list = el.tagName === 'SLOT' && !nodes.length ? el.childNodes : nodes;
  for (const child of list) {
    if (child.nodeType === 3) {
      if (!context.mute && child.data) sayText(child, el, context);
    } else if (child.nodeType === 1) visit(child, context, ranges);
  }
}

function scoped(el, role, context, drawn) {
  const landmark = landmarkOf(el, role) || drawn;
  const next = {...context};
  if (landmark) {
    if (ASIDES.has(landmark)) state.heading = '';
    next.landmark = landmark;
    next.regionName = squash(el.getAttribute('aria-label')) || byIds(el, 'aria-labelledby') || landmark;
  }
  const named = (text) => {
    if (!text) return;
    next.legend = text.replace(/^\*\s*|\s*\*$/g, '');
    next.starred = next.legend !== text;
  };
  const legend = el.tagName === 'FIELDSET' && el.querySelector('legend');
  if (legend) named(contentText(legend, 120));
  else if (role === 'group' || role === 'radiogroup') named(byIds(el, 'aria-labelledby') || squash(el.getAttribute('aria-label')));
  else if (role === 'dialog' || role === 'alertdialog') {
    next.legend = byIds(el, 'aria-labelledby') || squash(el.getAttribute('aria-label')) || contentText(el.querySelector('h1,h2,h3,h4') || document.createElement('i'), 120);
  } else if (drawn === 'dialog') next.legend = titleOf(el);
  else if (drawn) next.legend = '';
  return next;
}

// Words with room between them are words apart, also where no space stands in the source.
const stands = (margin, padding) => parseFloat(margin) + parseFloat(padding) >= 4;

// A box that stands in a line with others, and has lines of its own.
const isCard = (el, style) => /^inline-(block|flex|grid)/.test(style.display) && el.childElementCount > 1 && !NATIVE.has(el.tagName)
  && [...el.children].filter((child) => /^(DIV|P|H[1-6]|UL|OL|DL|TABLE|SECTION|ARTICLE|HEADER|FOOTER)$/.test(child.tagName) && getComputedStyle(child).display === 'block').length > 0;

function visit(el, context, ranges) {
  const tag = el.tagName;
  if (SKIP.has(tag)) return;
  const style = getComputedStyle(el);
  if (style.display === 'none') {
    if (tag === 'INPUT' && ['file', 'checkbox', 'radio'].includes(el.type) && reachable(el, style, el.getBoundingClientRect()) && el.parentElement && shown(el.parentElement)) emit(el, roleOf(el), 'sure', context, style);
    if (!context.mute) noteHidden(el);
    return;
  }
  if (tag === 'BR' || tag === 'HR') { if (context.row) say(' ', context); else flush(); return; }
  if (looks.visited++ > 60000) return;
  const role = roleOf(el);
  const block = (!/^inline|^contents|^ruby/.test(style.display) || isCard(el, style)) && !(style.float !== 'none' && context.level);
  const cell = context.row && (tag === 'TD' || tag === 'TH' || /^(cell|gridcell|columnheader|rowheader)$/.test(role));
  if (cell) { if (state.line.segments.length) say(' | ', context); } else if (block) { if (context.row) say(' ', context); else flush(); } else if (/^inline-/.test(style.display)) say(' ', context); else if (stands(style.marginLeft, style.paddingLeft)) state.gap = true;
  const order = ++state.order;
  const before = state.heading;
  orders.set(el, order);
  const hiddenText = style.visibility !== 'visible' || style.opacity === '0' || clipped(el, style);
  if (hiddenText && !context.mute) noteHidden(el);
  const drawn = hiddenText ? '' : drawnLandmark(el, role, style, context);
  let inner = SCOPES.has(tag) || el.hasAttribute('role') || drawn ? scoped(el, role, context, drawn) : context;
  const change = (changes) => { inner = {...inner, ...changes}; };
  if (!drawn && asksConsent(el, style, context)) change({legend: contentText(el, 120)});
  if (hiddenText !== context.mute && (hiddenText || style.visibility === 'visible' && context.muteKind === 'visibility')) change({mute: hiddenText, muteKind: hiddenText && style.visibility !== 'visible' && style.opacity !== '0' ? 'visibility' : 'gone'});
  let how = context.mute && context.muteKind === 'gone' && tag !== 'INPUT' ? '' : actionable(el, role, style, context);
  const list = !hiddenText && !context.mute && !inner.list && (how || el.hasAttribute('aria-haspopup')) ? drawnList(el, how) : null;
  if (list) { how = 'sure'; looks.lists.set(el, list); } else if (how === 'maybe' && inner.list && partOfList(el, inner.list)) how = '';
  const at = looks.elements.length;
  let record = null;
  if (how && reachable(el, style, el.getBoundingClientRect())) {
    record = emit(el, list ? 'combobox' : role, how, inner, style);
    if (how === 'sure') change({owner: true});
    if (list) change({list: el});
  }
  if (style.cursor === 'pointer' !== context.pointer) change({pointer: style.cursor === 'pointer'});
  const strong = context.strong || isStrong(el);
  if (strong !== inner.strong) change({strong});
  const level = /^H[1-6]$/.test(tag) ? +tag[1] : role === 'heading' ? +(el.getAttribute('aria-level') || 2) : 0;
  const restore = SCOPES.has(tag) || drawn || landmarkOf(el, role) ? before : null;
  const table = (tag === 'TABLE' || /^(table|grid|treegrid)$/.test(role)) && !context.table;
  if (level) { if (!context.row) flush(); change({level}); }
  if (table && isData(el)) change({table: true});
  const row = (tag === 'TR' || role === 'row') && inner.table;
  if (row) { flush(); change({row: true}); }
  if (!inner.mute) signs(el, role, style, inner);
  const from = looks.lines.length;
  const own = [];
  const mark = record && how === 'sure' && !inner.mute ? openMark(record.ref) : null;
  if (tag === 'IFRAME' || tag === 'FRAME') frameAt(el, context);
  else if (tag === 'SELECT' || tag === 'TEXTAREA' || tag === 'svg' || tag === 'VIDEO' || tag === 'AUDIO') { /* no text of its own */ }
  else if (isGlyph(el)) { /* a picture */ }
  else if (tag === 'INPUT') { if (BUTTON_TYPES.has(el.type) && !inner.mute) say(' ' + el.value + ' ', inner, el); }
  else if (tag === 'DETAILS' && !el.open) { for (const child of el.children) if (child.tagName === 'SUMMARY') visit(child, inner, own); }
  else visitChildren(el, inner, own);
  closeMark(mark);
  if (row) flush();
  if (level) { flush(); state.heading = headingText(el) || state.heading; }
  if (block && !cell && !context.row) flush();
  else if (!block && stands(style.marginRight, style.paddingRight)) state.gap = true;
  leave(el, {tag, order, own, inner, table, record, at, how, context, before});
  if (restore !== null) state.heading = restore;
  if (ranges && !inner.mute) ranges.push({el, from, to: looks.lines.length, order, end: state.order + 1});
}

function leave(el, {tag, order, own, inner, table, record, at, how, context, before}) {
  if (table && inner.table && !inner.mute) readTable(el, order, state.heading);
  if (tag === 'DL' && !inner.mute) readDefinitions(el, order, state.heading);
  if (own.length && !inner.mute && !context.table && !inner.table) {
    looks.boxes.push({el, kids: own.map((range) => range.el), order, group: state.heading, text: hasText(el)});
    if (!/^(navigation|banner|contentinfo)$/.test(inner.landmark)) groupOf(el, own, before);
  }
  if (record && how === 'maybe' && !el.draggable) {
    const inside = looks.elements.length - at - 1;
    // A bar that listens (to be dragged, say) and is only called what its one button is called is not that button.
    const borrowed = record.name && looks.elements.slice(at + 1).some((one) => one.tag === 'button' && one.name === record.name);
    if (borrowed || inside > 2 || (inside > 0 && (record.box[2] * record.box[3] > innerWidth * innerHeight * .5)) || (!record.name && !record.hints.length && record.box[2] * record.box[3] > 40000)) looks.elements.splice(at, 1);
  }
}
const hasText = (el) => { for (const node of el.childNodes) if (node.nodeType === 3 && node.data.trim()) return true; return false; };

// A heading's own words, without the links and buttons that stand in it beside them.
function headingText(el) {
  const all = contentText(el, 120);
  const inner = el.querySelector('a,button');
  const own = inner && squash([...el.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data).join(' '));
  return own || all;
}

function signs(el, role, style, context) {
  badgeOf(el, style, context);
  busyOf(el, role, style);
  alertOf(el, role);
  colouredAlert(el, style);
}

function emit(el, role, how, context, style) {
  if (looks.elements.length >= 5000) return null;
  const asked = questionOf(el);
  if (asked) context = {...context, legend: asked.replace(/\s*[*:]+$/, ''), starred: /\*\s*:?$/.test(asked)};
  const record = describe(el, role, how, context, style);
  record.order = state.order;
  looks.elements.push(record);
  looks.records.set(el, record);
  if (record.error) looks.errors.push(record.error);
  if (isEntry(el) && !BUTTON_TYPES.has(el.type) && record.name) {
    if (record.checked !== null) { if (record.checked) addPair(context.legend || record.name, record.name === context.legend ? 'yes' : context.legend ? record.name : 'yes', 'field', context.legend, state.order); }
    else if (record.value && record.value !== '•••') addPair(record.name, record.value, 'field', context.legend || state.heading, state.order);
  }
  return record;
}

function frameAt(el, context) {
  const rect = el.getBoundingClientRect();
  if (rect.width < 2 || rect.height < 2) return;
  flush();
  const style = getComputedStyle(el);
  const x = rect.left + parseFloat(style.borderLeftWidth) + parseFloat(style.paddingLeft);
  const y = rect.top + parseFloat(style.borderTopWidth) + parseFloat(style.paddingTop);
  looks.frames.push({id: numberOf(el), x: Math.round(x), y: Math.round(y), order: ++state.order, covered: isCovered(el, rect), region: context.landmark, at: looks.elements.length, line: looks.lines.length});
}

const range = document.createRange();

// Where a line begins, in pixels below the top of the viewport.
function topOf({node}) {
  if (!node) return 0;
  if (node.nodeType === 1) return Math.round(node.getBoundingClientRect().top);
  range.selectNodeContents(node);
  return Math.round(range.getBoundingClientRect().top);
}

function structuredData() {
  const found = [];
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) {
    try {
      const value = JSON.parse(script.textContent);
      for (const item of Array.isArray(value) ? value : Array.isArray(value['@graph']) ? value['@graph'] : [value]) if (item && typeof item === 'object' && found.length < 50) found.push(item);
    } catch { /* a page's broken data is no data */ }
  }
  const meta = {};
  for (const tag of [...document.querySelectorAll('meta[name],meta[property],meta[itemprop]')].slice(0, 100)) {
    const key = tag.getAttribute('name') || tag.getAttribute('property') || tag.getAttribute('itemprop');
    if (tag.content && !/csrf|token|verification|viewport/i.test(key)) meta[key] = cut(tag.content, 500);
  }
  return {json_ld: found, meta};
}

function hashOf(text) {
  let a = 0x811c9dc5, b = 0x1000193;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    a = Math.imul(a ^ c, 0x01000193);
    b = Math.imul(b ^ c, 0x85ebca6b) + i | 0;
  }
  return (a >>> 0).toString(16).padStart(8, '0') + (b >>> 0).toString(16).padStart(8, '0');
}

function look() {
  const started = performance.now();
  looks = {elements: [], lines: [], tables: [], pairs: [], groups: [], boxes: [], hidden: [], alerts: [], errors: [], frames: [], busy: '', size: 0, visited: 0, refs: new Set(), fresh: new Set(), counts: new Map(), records: new Map(), contexts: new Map(), texts: new Map(), windows: new Set(), lists: new Map(), edges: edgesOf(document.body)};
  orders = new WeakMap();
  state = {order: 0, heading: '', line: {segments: []}, mark: null};
  const root = document.body || document.documentElement;
  if (root) visit(root, {landmark: '', regionName: '', legend: '', starred: false, level: 0, mute: false, muteKind: '', pointer: false, owner: false, strong: false, row: false, table: false}, null);
  flush();
  tellClosed();
  for (const box of looks.boxes) if (!box.text) pairOfBox(box.el, box.kids, box.order, box.group);
  looks.lines.forEach((line, i) => { if (!line.cells) pairOfLine(line, looks.lines[i + 1]); });
  const pairs = distinct(looks.pairs);
  looks.pairs = pairs;
  if (!looks.busy) {
    const waiting = looks.lines.find((line) => line.text.length < 80 && WAITING.test(line.text));
    if (waiting && (/…|\.\.\.$/.test(waiting.text) || waiting.text.length < 16)) looks.busy = waiting.text;
  }
  giveErrorsToFields();
  for (const error of looks.errors) if (!looks.alerts.some((alert) => alert.text.includes(error))) looks.alerts.push({text: error, kind: 'error'});
  const groups = looks.groups.map(recordsOf).filter((group) => group.records.length > 1 && !group.records.every((record) => record.pairs.length === 1 && record.texts.length <= 2)).sort((a, b) => a.order - b.order);
  registry.last = looks.refs;
  const last = registry.lines;
  registry.lines = new Set(looks.lines.map((line) => line.text));
  const navigation = performance.getEntriesByType('navigation')[0];
  const shape = looks.lines.map((l) => l.text).join('\n') + looks.elements.map((e) => e.role + e.name + (e.value || '') + e.checked + e.expanded + e.selected + (e.disabled || '')).join('\n');
  return JSON.stringify({
    elements: looks.elements, lines: looks.lines.map((line) => ({text: line.text, level: line.level, order: line.order, region: line.region, y: topOf(line), parts: line.parts, new: !!last && !last.has(line.text)})),
    tables: looks.tables, pairs: looks.pairs, groups, alerts: looks.alerts.map(({text, kind}) => ({text, kind})), frames: looks.frames, busy: looks.busy,
    ...structuredData(), title: document.title, url: location.href, status: (navigation && navigation.responseStatus) || null,
    scroll_y: Math.round(scrollY), page_height: Math.round(Math.max(document.documentElement.scrollHeight, document.body ? document.body.scrollHeight : 0)),
    viewport: [innerWidth, innerHeight], hash: hashOf(shape), next: registry.next, ready: document.readyState, ms: performance.now() - started,
  });
}

// One pair found in two ways counts once; equal pairs of two records are two.
function distinct(pairs) {
  const kept = [], last = new Map();
  for (const pair of pairs.sort((a, b) => a.order - b.order)) {
    const key = pair.label + '\u0000' + pair.value;
    const twin = last.get(key);
    if (twin && (twin.order === pair.order || (twin.source !== pair.source && pair.order - twin.order <= 8))) continue;
    last.set(key, pair);
    kept.push(pair);
  }
  return kept;
}
