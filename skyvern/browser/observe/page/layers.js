// What plain boxes are that no role tells: a window that lies over the page, the bar at its top, the foot at its end.
const ABOVE = new Set(['fixed', 'absolute']);
const LISTS = '[role=listbox],[role=menu],[role=tree],[role=grid],[role=tooltip]';
const PLAIN = new Set(['form', 'article', 'complementary', 'document']);
const PRESSES = 'button,a[href],input[type=submit],input[type=button],[role=button],[onclick],[tabindex]';
const TOLD = 'h1,h2,h3,p,td,th,li,a,button,input,select,textarea,label,span,b';
const CONSENT = /\bcookies?\b|\bgdpr\b|\bdsgvo\b|\brgpd\b|\bconsent\b/i;

const inside = (rect) => ({left: Math.max(rect.left, 0), top: Math.max(rect.top, 0), right: Math.min(rect.right, innerWidth), bottom: Math.min(rect.bottom, innerHeight)});
const areaOf = (r) => Math.max(r.right - r.left, 0) * Math.max(r.bottom - r.top, 0);
const holdsPoint = (el, x, y) => { for (let at = topAt(x, y); at; at = upward(at)) if (at === el) return true; return false; };
const depthOf = (style) => (/^-?\d+$/.test(style.zIndex) ? +style.zIndex : 0);

// Whether a box lies on top of something else that the page says or offers.
function hides(el) {
  let asked = 0;
  for (const other of document.querySelectorAll(TOLD)) {
    if (el.contains(other) || other.contains(el) || asked > 60) continue;
    const rect = inside(other.getBoundingClientRect());
    if (areaOf(rect) < 20 || !shown(other) || !(squash(other.textContent) || isField(other))) continue;
    asked++;
    if (holdsPoint(el, (rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2)) return true;
  }
  return false;
}

// A sheet that dims the whole view behind a window: it says nothing itself.
function dimmed(el) {
  return [[4, 4], [innerWidth - 5, innerHeight - 5]].every(([x, y]) => {
    const top = topAt(x, y);
    if (!top || top === document.body || top === document.documentElement || el.contains(top)) return false;
    const rect = top.getBoundingClientRect();
    return ABOVE.has(getComputedStyle(top).position) && rect.width >= innerWidth * .95 && rect.height >= innerHeight * .95 && (top.contains(el) || !squash(top.textContent));
  });
}

const manyNumbers = (el) => [...el.querySelectorAll(CELLS)].filter((e) => numberIn(e) !== null && leafOf(e)).length >= 20;

// A window drawn of plain boxes: it lies on top of the page at the middle of the view, and something waits behind it.
function isWindow(el, role, style, context) {
  if (!ABOVE.has(style.position) || role && !PLAIN.has(role) || context.landmark === 'dialog' || context.mute || style.pointerEvents === 'none') return false;
  const rect = inside(el.getBoundingClientRect());
  const area = areaOf(rect), view = innerWidth * innerHeight;
  if (area < view * .02 || !squash(el.textContent) || el.querySelector('main,nav,dialog,[role=dialog],[role=alertdialog]')) return false;
  if (el.querySelector(LISTS) && !el.querySelector('input,textarea,select,h1,h2,h3,h4')) return false;
  const whole = area > view * .9;
  const middle = holdsPoint(el, innerWidth / 2, innerHeight / 2);
  const side = rect.bottom - rect.top >= innerHeight * .9 && rect.right - rect.left > 240 && !middle && style.position === 'fixed';
  if (!whole && style.position === 'absolute' && !(depthOf(style) && dimmed(el))) return false;
  if (!middle && !(side && (el.querySelector(FIELDS) || dimmed(el)))) return false;
  return !linksOnly(el) && !manyNumbers(el) && (hides(el) || dimmed(el));
}

// Nothing but the entries of a menu.
function linksOnly(el) {
  const links = el.querySelectorAll('a[href]').length;
  return links > 2 && !el.querySelector('button,input,select,textarea,[role=button]');
}

// A bar that asks about cookies is about them, whatever stands above it in the source.
function asksConsent(el, style, context) {
  if (!(style.position === 'fixed' || style.position === 'sticky') || context.landmark === 'dialog' || context.mute) return false;
  const text = squash(el.textContent);
  return text.length < 1500 && CONSENT.test(text) && !!el.querySelector(PRESSES) && !el.querySelector('input[type=text],input[type=email],main');
}

const FOOT = /(^|[-_\s])(foot|footer|footing|ft|ftr|pied|pied-de-page|fuss|fuß|fusszeile|colophon|subfooter|copyright)([-_\s\d]|$)/i;
const BAR = /(^|[-_\s])(nav|navi|navbar|navigation|topnav|topbar|menu|menubar|header|head|hd|hdr|top|masthead|bar|banner)([-_\s\d]|$)/i;
const LEGAL = /©|\(c\) ?\d{4}|copyright|\ball rights reserved/i;
const sort = (el) => (el.id || '') + ' ' + String(el.getAttribute('class') || '');

// The boxes of the page in their order, below what merely wraps them.
function boxesOf(root) {
  let kids = [];
  for (let at = root, level = 0; at && level < 5; level++) {
    kids = [...at.children].filter((kid) => {
      if (SKIP.has(kid.tagName) || !squash(kid.textContent) && !kid.querySelector('img,input')) return false;
      const rect = kid.getBoundingClientRect();
      return rect.height > 2 && rect.width > 2 && getComputedStyle(kid).position !== 'fixed' && shown(kid);
    });
    if (kids.length !== 1) break;
    at = kids[0];
  }
  return kids;
}

function isFoot(el) {
  if (!/^(DIV|SECTION|TABLE|P|CENTER|UL|SPAN|SMALL)$/.test(el.tagName) || el.closest('form,main,article') || el.querySelector('h1,main,article,textarea,[type=checkbox],[type=radio],[type=password]')) return false;
  const text = squash(el.textContent);
  if (text.length > 2000 || el.querySelectorAll(FIELDS).length > 3) return false;
  return FOOT.test(sort(el)) || LEGAL.test(text) && text.length < 600 && !el.querySelector('table table,h2');
}

function isBar(el) {
  if (!/^(DIV|TABLE|UL|CENTER|SECTION)$/.test(el.tagName) || el.querySelector('main,article,textarea,[role=tab],[type=password]')) return false;
  const rect = el.getBoundingClientRect();
  if (rect.top + scrollY > 200 || rect.height > 220 || rect.width < innerWidth * .5) return false;
  if (el.querySelectorAll(FIELDS).length > 1) return false;
  const links = [...el.querySelectorAll('a[href]')].filter(shown).length, buttons = el.querySelectorAll('button,input[type=submit],[role=button]').length;
  if (links > 2 && links > buttons) return true;
  const drawn = links ? 0 : [...el.children].filter((kid) => !kid.querySelector('button,input') && getComputedStyle(kid).cursor === 'pointer' && squash(kid.textContent).length < 40).length;
  return BAR.test(sort(el)) && (links > 1 && links > buttons || drawn > 2) || drawn > 3 && rect.height < 100;
}

// What stands above such a bar: a name, a slogan, a field to search the site.
function isBrow(el) {
  return /^(DIV|TABLE|CENTER|SECTION)$/.test(el.tagName) && squash(el.textContent).length < 200 && el.getBoundingClientRect().height < 160 && el.querySelectorAll(FIELDS).length < 2 && !el.querySelector('main,article,textarea,[type=password]');
}

// The bars at the top of a page and the foot at its end, that a page of plain boxes does not tell: element → landmark.
function edgesOf(root) {
  const found = new Map();
  const kids = boxesOf(root);
  if (kids.length < 2) return found;
  const first = kids.slice(0, Math.min(3, kids.length - 1));
  const last = first.findLastIndex(isBar);
  for (const kid of first.slice(0, last + 1)) {
    if (!isBar(kid) && !isBrow(kid)) break;
    found.set(kid, kid.querySelector('input,b,strong,h1,h2,img') || !isBar(kid) ? 'banner' : 'navigation');
  }
  for (let at = kids[kids.length - 1], level = 0; at && level < 3 && !found.has(at); level++) {
    if (isFoot(at)) { found.set(at, 'contentinfo'); break; }
    const inner = boxesOf(at);
    at = inner.length > 1 ? inner[inner.length - 1] : null;
  }
  return found;
}

// A column of links at the side that calls itself one.
function isColumn(el, context) {
  if (context.landmark || !/^(DIV|TD|UL)$/.test(el.tagName) || !/(^|[-_\s])(nav|navi|navigation|sidenav|sidebar|side-?bar|side-?menu|leftnav|left-?menu|left-?col)([-_\s\d]|$)/i.test(sort(el))) return false;
  const links = [...el.querySelectorAll('a[href]')];
  const rect = el.getBoundingClientRect();
  return links.length > 3 && rect.width < innerWidth * .35 && rect.height > rect.width && links.every((a) => squash(a.textContent).length < 50) && !el.querySelector('h1,table table,textarea,select,[type=checkbox],[type=radio]');
}

// The landmark of a box without a role; "" for most.
function drawnLandmark(el, role, style, context) {
  if (isWindow(el, role, style, context)) { looks.windows.add(el); return 'dialog'; }
  if (role && role !== 'cell' && role !== 'list' && role !== 'table') return '';
  return looks.edges.get(el) || (isColumn(el, context) ? 'navigation' : '');
}

// What a window without a heading is called: what it says first.
function titleOf(el) {
  for (const one of el.querySelectorAll('h1,h2,h3,h4,h5,[class*=title],[class*=Title],b,strong,p,div,span')) {
    const text = shown(one) && !one.querySelector('p,div,button,input') ? contentText(one, 120) : '';
    if (/\p{L}/u.test(text)) return text;
  }
  return contentText(el, 120);
}

// The drawn window that an element stands in.
function windowOf(el) {
  if (!looks || !looks.windows.size) return null;
  for (let at = el; at; at = upward(at)) if (looks.windows.has(at)) return at;
  return null;
}
