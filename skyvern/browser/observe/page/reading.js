// What can be read: tables, label–value pairs, look-alike records, alerts, and signs that the page is unfinished.
const LABELISH = /(^|[-_\s])(label|key|term|caption|field-?name|title|heading|name|dt|eyebrow|overline|subtitle|muted|legend|header)([-_\s]|$)/i;
const absolute = (a) => (typeof a.href === 'string' ? a.href : '');

// The text of a box as a person reads it: of a drop-down what is chosen, not all that could be.
function readText(box) {
  let text = shownText(box);
  for (const list of box.querySelectorAll('select')) {
    const offered = squash(list.innerText);
    if (offered) text = text.replace(offered, () => valueOf(list, roleOf(list)));
  }
  return squash(text);
}

function cellOf(el) {
  if (!el.firstElementChild) return {text: cut(squash(el.textContent), 1000), header: el.tagName === 'TH' || /header$/.test(el.getAttribute('role') || ''), links: []};
  const fields = [...el.querySelectorAll(FIELDS)].filter(isEntry).map((f) => valueOf(f, roleOf(f))).filter(Boolean);
  const text = readText(el) || fields.join(' ') || contentText(el, 300);
  const icon = text ? '' : squash(el.querySelector('img[alt]')?.alt || el.querySelector('[aria-label]')?.getAttribute('aria-label') || el.querySelector('[title]')?.title || '');
  const links = [...el.querySelectorAll('a[href]')].slice(0, 10).map((a) => [contentText(a, 120), absolute(a)]);
  const role = el.getAttribute('role');
  return {text: cut(text || icon, 1000), header: el.tagName === 'TH' || role === 'columnheader' || role === 'rowheader', links};
}

function rowsOf(table) {
  if (table.tagName === 'TABLE') return [...table.rows].filter((row) => shown(row)).map((row) => ({el: row, cells: [...row.cells].filter((c) => getComputedStyle(c).display !== 'none')}));
  return [...table.querySelectorAll('[role=row]')].filter((row) => shown(row) && row.closest('[role=table],[role=grid],[role=treegrid]') === (table.matches('[role=table],[role=grid],[role=treegrid]') ? table : row.closest('[role=table],[role=grid],[role=treegrid]')))
    .map((row) => ({el: row, cells: [...row.querySelectorAll('[role=cell],[role=gridcell],[role=columnheader],[role=rowheader]')].filter(shown)}));
}

function isData(table) {
  const role = table.getAttribute('role');
  if (role === 'presentation' || role === 'none') return false;
  if (table.tagName !== 'TABLE') return true;
  if (table.querySelector('table')) return false;
  const rows = table.rows;
  if (!rows.length) return false;
  let widest = 0;
  for (const row of rows) widest = Math.max(widest, row.cells.length);
  if (widest < 2 && !table.tHead) return false;
  const entries = table.querySelectorAll(FIELDS).length;
  if (entries && !table.tHead && !table.querySelector('th') && widest <= 3) return false;
  return true;
}

// Spans expanded into a grid; rows of cells as the eye sees them.
function gridOf(rows) {
  const grid = rows.map(() => []);
  rows.forEach((row, y) => {
    let x = 0;
    for (const el of row.cells) {
      while (grid[y][x]) x++;
      const cell = cellOf(el);
      const wide = Math.min(el.colSpan || +el.getAttribute('aria-colspan') || 1, 60);
      const tall = el.rowSpan === 0 ? rows.length : Math.min(el.rowSpan || +el.getAttribute('aria-rowspan') || 1, rows.length);
      for (let dy = 0; dy < tall && y + dy < rows.length; dy++) {
        for (let dx = 0; dx < wide; dx++) grid[y + dy][x + dx] = dy || dx ? {...cell, links: dy ? [] : cell.links} : cell;
      }
      x += wide;
    }
  });
  for (const line of grid) for (let x = 0; x < line.length; x++) if (!line[x]) line[x] = {text: '', header: false, links: []};
  return grid;
}

function looksLikeHeader(first, grid, rows) {
  if (grid.length < 2 || first.length < 2) return false;
  const texts = first.map((cell) => cell.text);
  if (texts.some((text) => !text || text.length > 40 || /\d/.test(text)) || new Set(texts).size !== texts.length) return false;
  if (texts.some((text) => text.endsWith(':'))) return false;
  const weight = (el) => +getComputedStyle(el.querySelector('b,strong,span') || el).fontWeight;
  const heads = rows[0].cells, body = rows[1].cells;
  if (first.some((cell) => cell.header)) return false;
  if (heads.length && body.length && (Math.min(...heads.map(weight)) > Math.max(...body.map(weight)) || getComputedStyle(rows[0].el).backgroundColor !== getComputedStyle(rows[1].el).backgroundColor)) return true;
  return first.length > 2 && grid.slice(1).some((line) => line.some((cell) => /\d/.test(cell.text)));
}

function readTable(table, order, group) {
  const rows = rowsOf(table).filter((row) => row.cells.length);
  if (!rows.length) return;
  const grid = gridOf(rows.slice(0, 1000));
  let heads = 0;
  while (heads < rows.length && (rows[heads].el.closest('thead') || grid[heads].every((cell) => cell.header))) heads++;
  if (!heads && looksLikeHeader(grid[0], grid, rows)) heads = 1;
  const width = Math.max(...grid.map((line) => line.length));
  const headers = [];
  if (heads) {
    for (let x = 0; x < width; x++) {
      const parts = [...new Set(grid.slice(0, heads).map((line) => (line[x] ? line[x].text : '')).filter(Boolean))];
      headers.push(parts.length > 1 && parts[0].length > 60 ? parts[parts.length - 1] : parts.join(' '));
    }
  }
  const body = grid.slice(heads).filter((line) => line.some((cell) => cell.text || cell.links.length));
  const caption = table.caption ? contentText(table.caption, 200) : nameOf(table, 'table') || (table.tagName !== 'TABLE' ? '' : '');
  if (!heads && body.every((line) => line.length >= 2 && line.length % 2 === 0)) {
    for (const line of body) for (let x = 0; x + 1 < line.length; x += 2) addPair(line[x].text, line[x + 1].text, 'row', group, order);
  } else if (!heads || headers.length === 2) {
    for (const line of body) if (line.length === 2 && line[0].header) addPair(line[0].text, line[1].text, 'row', group, order);
  }
  if (body.length || headers.length) looks.tables.push({caption, headers, rows: body, order});
}

function addPair(label, value, source, group, order) {
  label = squash(label).replace(/\s*[:：]\s*$/, '').replace(/\s*\*$/, '');
  value = squash(value);
  if (!label || label.length > 120 || !value || label === value || looks.pairs.length > 2000) return;
  looks.pairs.push({label, value: cut(value, 1000), source, group: group || '', order});
}

function readDefinitions(list, order, group) {
  let terms = [], fresh = false;
  const items = [...list.querySelectorAll('dt,dd')].filter((item) => item.closest('dl') === list && shown(item));
  for (const item of items) {
    if (item.tagName === 'DT') {
      if (!fresh) terms = [];
      terms.push(contentText(item, 120));
      fresh = true;
    } else {
      fresh = false;
      for (const term of terms) addPair(term, readText(item) || fieldText(item), 'dl', group, orders.get(item) ?? order);
    }
  }
}
const fieldText = (box) => [...box.querySelectorAll('input,select,textarea')].filter(isEntry).map((f) => valueOf(f, roleOf(f))).join(' ');

// "Label: value" within one line, label and value possibly in different inline elements.
function pairOfLine(line, next) {
  const text = line.text;
  const match = /^([^:：]{1,60}?)\s*[:：]\s*(.*)$/.exec(text);
  if (match && !/^https?$/i.test(match[1]) && /\p{L}/u.test(match[1]) && !(/\d$/.test(match[1]) && /^\d\d/.test(match[2])) && match[1].split(' ').length <= 8) {
    if (match[2]) addPair(match[1], match[2], 'colon', line.group, line.order);
    else if (next && !next.level && !line.level && !/[:：]$/.test(next.text) && next.text.length < 300) addPair(match[1], next.text, 'colon', line.group, line.order);
    return;
  }
  if (line.level || line.segments.length < 2) return;
  const [head, ...rest] = line.segments;
  if (head.strong && !rest.some((part) => part.strong) && head.text.length <= 60 && !sentence(head.text)) {
    addPair(head.text, rest.map((part) => part.text).join(' ').replace(/^[\s–—\-:|]+/, ''), 'sibling', line.group, line.order);
  } else if (codeBehind(line)) addPair(head.text, rest[0].text, 'sibling', line.group, line.order);
}

// "Account no. **1234**": a few words, and in strong letters the one number or code that they are for.
function codeBehind(line) {
  const [head, code] = line.segments;
  return code && !line.level && !head.strong && code.strong && line.segments.filter((part) => part.strong).length === 1
    && /^\p{Lu}[^,;!?]*$/u.test(head.text) && head.text.split(' ').length <= 4 && !/(^|\s)(is|are|was|ist|lautet|est|es|é)$/iu.test(head.text) && /^\S*\d\S*$/.test(code.text);
}

// A label beside (or above) its value: two leaves in one box, or a flat run of label, value, label, value.
function pairOfBox(el, all, order, group) {
  const kids = all.filter((kid) => !isGlyph(kid));
  if (kids.length < 2 || kids.length > 200 || /^(TR|TBODY|THEAD|TABLE|UL|OL|NAV|DL|SELECT|P|BUTTON|A|LABEL)$/.test(el.tagName)) return;
  if (kids.length === 2) {
    const [label, value] = kids;
    if (isLabel(label, value) && isPlainValue(value)) addPair(leafText(label), leafText(value, 400), 'sibling', group, order);
    return;
  }
  if (kids.length % 2) return;
  const shape = (kid) => kid.tagName + '.' + kid.className;
  const [first, second] = [shape(kids[0]), shape(kids[1])];
  if (first === second || kids.some((kid, i) => kid.tagName + '.' + kid.className !== (i % 2 ? second : first))) return;
  for (let i = 0; i < kids.length; i += 2) {
    if (isPlainValue(kids[i + 1]) && leafText(kids[i]).length <= 80) addPair(leafText(kids[i]), leafText(kids[i + 1], 400), 'sibling', group, orders.get(kids[i]) ?? order);
  }
}
const leafText = (el, most = 121) => (looks.texts.get(el) ?? looks.texts.set(el, contentText(el, most)).get(el));
const isPlainValue = (el) => !/^(H[1-6]|BUTTON|LABEL|INPUT|SELECT|TEXTAREA|UL|OL|TABLE|NAV|FORM)$/.test(el.tagName) && !el.querySelector(FIELDS + ',button,table,ul,ol,dl,h1,h2,h3,h4,form') && leafText(el, 400).length > 0;

const sentence = (text) => /[!?]$/.test(text) || (/\.$/.test(text) && text.split(' ').length > 3);

function isLabel(el, value) {
  const tag = el.tagName;
  if (/^(INPUT|SELECT|TEXTAREA|BUTTON|IMG|svg|A|UL|OL|TABLE|FORM|H1|H2)$/.test(tag) || el.querySelector(FIELDS + ',button,a,table,ul,ol,dl')) return false;
  const text = leafText(el);
  if (!text || text.length > 80 || !/\p{L}/u.test(text)) return false;
  if (/[:：]$/.test(text) || /^(LABEL|DT|TH|STRONG|B|SMALL)$/.test(tag) || LABELISH.test(String(el.className))) return true;
  if (/^H[3-6]$/.test(tag)) return leafText(value, 400).length <= 80;
  if (sentence(text) || text.length > 40) return false;
  const twin = el.parentElement && [el.parentElement.nextElementSibling, el.parentElement.previousElementSibling].some((next) => next && next.tagName === el.parentElement.tagName && next.className === el.parentElement.className && next.children.length === 2);
  if (twin) return true;
  const a = getComputedStyle(el), b = getComputedStyle(value);
  return a.fontWeight !== b.fontWeight || a.color !== b.color || a.fontSize !== b.fontSize || a.textTransform !== b.textTransform;
}

// Siblings of one shape, each with something to say.
function groupOf(el, ranges, heading) {
  if (ranges.length < 2 || /^(TABLE|TBODY|THEAD|TFOOT|TR|DL|SELECT)$/.test(el.tagName) || looks.groups.length > 200) return;
  const shapes = new Map();
  for (const range of ranges) {
    const cls = String(range.el.getAttribute('class') || '').trim().split(/\s+/)[0];
    const key = range.el.tagName + '.' + cls;
    if (!shapes.has(key)) shapes.set(key, []);
    shapes.get(key).push(range);
  }
  for (const alike of shapes.values()) {
    const full = alike.filter((range) => range.to > range.from);
    if (full.length < 2 || /^(SPAN|B|I|STRONG|EM|BR|P|LABEL|OPTION|H[1-6])$/.test(full[0].el.tagName)) continue;
    if (full.filter((range) => [...range.el.querySelectorAll('input,select,textarea')].some((field) => isEntry(field) && field.type !== 'checkbox' && field.type !== 'radio')).length * 2 > full.length) continue;
    const rich = full.filter((range) => range.to - range.from > 1 || range.el.querySelector('a[href]') || range.el.children.length > 1).length;
    const isList = full[0].el.tagName === 'LI' || full[0].el.getAttribute('role') === 'listitem' || full[0].el.tagName === 'ARTICLE';
    if (rich * 2 < full.length && !isList) continue;
    looks.groups.push({ranges: full, heading, order: full[0].order, el});
  }
}

// Of the first lines of a card the one that is written larger than all the others.
function largest(lines) {
  const sizes = lines.slice(0, 5).map((line) => (line.node && line.node.parentElement ? parseFloat(getComputedStyle(line.node.parentElement).fontSize) : 0));
  const most = Math.max(...sizes);
  return sizes.length > 1 && sizes.filter((size) => size === most).length === 1 && /\p{L}{2}/u.test(lines[sizes.indexOf(most)].text) ? lines[sizes.indexOf(most)] : null;
}

function recordsOf(group) {
  const records = group.ranges.slice(0, 500).map((range) => {
    const lines = looks.lines.slice(range.from, range.to);
    const links = [...range.el.querySelectorAll('a[href]')].slice(0, 12).map((a) => [contentText(a, 120), absolute(a)]);
    if (range.el.tagName === 'A') links.unshift([contentText(range.el, 120), absolute(range.el)]);
    const titled = lines.find((line) => line.level) || largest(lines) || lines.find((line) => line.segments[0] && line.segments[0].strong && !/^[^:：]{1,60}[:：]/.test(line.text));
    const pairs = looks.pairs.filter((pair) => pair.source !== 'badge' && pair.order >= range.order && pair.order < range.end);
    const texts = lines.slice(0, 60).flatMap((line) => (codeBehind(line) && line.segments.length > 2 ? [line.segments.slice(0, 2), ...line.segments.slice(2).map((part) => [part])].map((parts) => parts.map((part) => part.text).join(' ')) : [line.text]));
    return {texts, pairs, links, heading: titled ? titled.segments[0].text && !titled.level ? titled.segments[0].text : titled.text : links.length && links[0][0] ? links[0][0] : ''};
  });
  return {records, heading: group.heading, order: group.order};
}

// A word or three on a ground of their own with round corners, said of what stands beside them: "Active".
function badgeOf(el, style, context) {
  if (el.firstElementChild || context.landmark && ASIDES.has(context.landmark) || /^(A|BUTTON|LABEL|INPUT|TD|TH|BODY)$/.test(el.tagName) || context.owner) return;
  const ground = style.backgroundColor;
  if (/^(?:transparent|rgba\(.*, 0\))$/.test(ground) || parseFloat(style.borderTopLeftRadius) < 2 || style.cursor === 'pointer') return;
  const text = squash(el.textContent);
  if (!/^\p{L}[\p{L}'’ -]{2,28}$/u.test(text) || text.split(' ').length > 3 || el.getBoundingClientRect().height > 40) return;
  looks.pairs.push({label: '', value: text, source: 'badge', group: state.heading, order: orders.get(el) || state.order});
}

const ALERT_WORDS = /(^|[-_\s])(alert|error|errors|danger|invalid|success|warning|toast|flash|notification|notice|snackbar|validation|message|banner|callout|feedback|fehler|fehlermeldung|meldung|hinweis|erfolg|erreur|erreurs|succes|avertissement|aviso|exito|mensaje|advertencia)([-_\s\d]|$)/i;
const BAD = /error|danger|invalid|fail|critical|wrong|denied|reject|fehler|erreur/i;
const GOOD = /success|valid\b|confirm|positive|\bok\b|saved|thank|erfolg|succ[eè]s|[eé]xito/i;

const TROUBLE = /\b(invalid|incorrect|wrong|error|fail(ed|ure)?|required|must|cannot|can't|could not|couldn't|not (valid|found|recogni[sz]ed|match)|denied|try again|please (enter|select|choose|provide|correct)|missing|unable|expired|locked|rejected|declined)\b/i;
// The same in German, French, Spanish and Portuguese.
const TROUBLE_ABROAD = /(?<!\p{L})(fehler|ungültig\p{L}*|falsch\p{L}*|fehl(t|en)|fehlgeschlagen|nicht (gültig|gefunden|korrekt|möglich|erlaubt)|pflichtfeld(er)?|erforderlich|gesperrt|abgelehnt|bitte (prüfen|geben|wählen|füllen|korrigieren|tragen|ergänzen|bestätigen)|erreurs?|invalides?|incorrecte?s?|obligatoires?|échec|échoué|introuvable|manquante?s?|veuillez|merci de (compléter|corriger|renseigner|vérifier|saisir|choisir)|choisissez|saisissez|vous devez|aucun\p{L}* \p{L}+ ne correspond|refusé\p{L}*|errore?s?|inválid[oa]s?|incorrect[oa]s?|obligatori[oa]s?|falta|debe|seleccione|introduzca|indique|revise|rechazad[oa]|denegad[oa]|no (es válid[oa]|se (ha encontrado|encontró|encuentra))|obrigatóri[oa]|selecione)(?!\p{L})/iu;
const RELIEF_ABROAD = /(?<!\p{L})(erfolgreich|vielen dank|danke|gespeichert|gesendet|eingereicht|übermittelt|bestätigt|merci|succès|enregistrée?s?|envoyée?s?|confirmée?s?|transmise?|gracias|éxito|correctamente|enviad[oa]s?|guardad[oa]s?|confirmad[oa]s?|registrad[oa]s?|obrigad[oa]|sucesso)(?!\p{L})/iu;
const RELIEF = /\b(success(ful|fully)?|saved|thank you|thanks|confirmed|submitted|completed|sent|created|updated|received)\b/i;

const speaksOfTrouble = (text) => TROUBLE.test(text) || TROUBLE_ABROAD.test(text);
const speaksOfRelief = (text) => RELIEF.test(text) || RELIEF_ABROAD.test(text) && !TROUBLE_ABROAD.test(text);

// What only its colour marks as a message: red text or ground that speaks of trouble, green that speaks of success.
function colouredAlert(el, style) {
  if (!el.firstElementChild && !hasText(el) || el.childElementCount > 6 || /^(A|BUTTON|INPUT|TD|TH|TR|LABEL|BODY|FORM)$/.test(el.tagName)) return;
  const [r, g, b] = (style.color.match(/\d+/g) || []).map(Number);
  const ground = (style.backgroundColor.match(/[\d.]+/g) || []).map(Number);
  const solid = ground.length && !(ground.length === 4 && ground[3] === 0);
  const red = r - g > 60 && r - b > 60 || solid && ground[0] - ground[1] > 12 && ground[0] - ground[2] > 8 && ground[0] > 180;
  const green = g - r > 40 && g - b > 20 || solid && ground[1] - ground[0] > 12 && ground[1] - ground[2] > 4 && ground[1] > 150;
  if (!red && !green) return;
  if (looks.alerts.some((alert) => alert.el.contains(el)) || el.querySelector(FIELDS)) return;
  const text = squash(el.innerText);
  if (text.length < 4 || text.length > 250) return;
  if (red && speaksOfTrouble(text)) looks.alerts.push({el, text, kind: 'error'});
  else if (green && speaksOfRelief(text)) looks.alerts.push({el, text, kind: 'success'});
}

// A message inside the box of one single field is that field's error.
function giveErrorsToFields() {
  for (const {el, text, kind} of looks.alerts) {
    if (kind !== 'error' || !el) continue;
    for (let box = el.parentElement, level = 0; box && level < 3; box = box.parentElement, level++) {
      const fields = [...box.querySelectorAll(FIELDS)].filter((field) => looks.records.has(field));
      if (!fields.length) continue;
      const names = new Set(fields.map((field) => field.name || field));
      if (names.size === 1) for (const field of fields) looks.records.get(field).error ||= text;
      break;
    }
  }
}

function alertOf(el, role) {
  const live = el.getAttribute('aria-live');
  const told = role === 'alert' || role === 'alertdialog' || role === 'status' && el.tagName !== 'OUTPUT' || live === 'assertive' || live === 'polite';
  const cls = String(el.getAttribute('class') || '').replace(/([a-z])([A-Z])/g, '$1-$2');
  if (!told && !ALERT_WORDS.test(cls)) return;
  if (looks.alerts.some((alert) => alert.el.contains(el)) || el.tagName === 'BODY' || el.tagName === 'FORM' || isField(el)) return;
  if (el.querySelector(FIELDS) && role !== 'alertdialog') return;
  if (!told && /^(BUTTON|A|LABEL|I|SVG|TR|TD|TH|TBODY)$/.test(el.tagName)) return; // a coloured row is no message
  const text = squash(el.innerText);
  if (!text || text.length > (role === 'alert' || role === 'alertdialog' ? 1000 : 300) || (told && role !== 'alert' && role !== 'alertdialog' && el.querySelector('table,ul,ol,h1,h2,[role=row]'))) return;
  const weak = !told && !/(alert|error|danger|success|warning|toast|flash|invalid|snackbar|fehler|erfolg|erreur|succes|exito)/i.test(cls);
  if (weak && el.querySelectorAll('a,button,h1,h2,h3').length > 1) return;
  if (weak && /banner|message|feedback|validation|notice/.test(cls) && !BAD.test(cls + text) && !GOOD.test(cls + text) && !/role=/.test(el.outerHTML.slice(0, 0))) return;
  const kind = BAD.test(cls) ? 'error' : GOOD.test(cls) ? 'success' : /warn/i.test(cls) ? 'warning'
    : speaksOfTrouble(text) && !speaksOfRelief(text) ? 'error' : GOOD.test(text) && !BAD.test(text) ? 'success'
    : role === 'alert' || live === 'assertive' ? 'error' : 'info';
  looks.alerts.push({el, text: cut(text, 400), kind});
}

const WAITING = /^(?:\p{L}+ing\b.{0,60}(?:…|\.\.\.)|please wait\b.{0,40}|(?:loading|processing|just a moment|one moment|hang on)[^\p{L}]*|.{0,40}(?:is|are) loading.{0,20})$/iu;
const SPIN = /(^|[-_\s])(spinner|spinning|loading|loader|skeleton|shimmer|preloader|throbber|progress-circular|placeholder-glow)([-_\s]|$)/i;

function busyOf(el, role, style) {
  if (looks.busy) return;
  if (el.getAttribute('aria-busy') === 'true') looks.busy = 'aria-busy' + said(el);
  else if (role === 'progressbar' && !(+el.getAttribute('aria-valuenow') >= 100)) {
    if (el.tagName === 'PROGRESS' ? !el.hasAttribute('value') : !el.hasAttribute('aria-valuenow')) looks.busy = 'progress indicator' + said(el);
  } else if (SPIN.test(String(el.getAttribute('class') || ''))) {
    const rect = el.getBoundingClientRect();
    if (rect.width > 1 && rect.height > 1 && style.opacity !== '0' && !el.matches(FIELDS) && !el.querySelector(FIELDS) && squash(el.innerText).length < 60 && !/^(BUTTON|A|BODY|HTML|IMG)$/.test(el.tagName) && !el.querySelector('a,button')) looks.busy = 'spinner' + said(el);
  } else if (style.animationName !== 'none' && style.animationIterationCount.includes('infinite')) {
    const rect = el.getBoundingClientRect();
    if (rect.width > 3 && rect.width < 120 && rect.height > 3 && rect.height < 120 && rect.bottom > 0 && rect.top < innerHeight && !squash(el.textContent) && turns(style.animationName)) looks.busy = 'spinner';
  }
}
const said = (el) => { const text = squash(el.getAttribute('aria-label') || (el.innerText || '')).slice(0, 60); return text ? ': ' + text : ''; };
const turns = (name) => !/pulse|blink|glow|beat|live|ping|flash|caret|marquee|typing|float|wave/i.test(name);
