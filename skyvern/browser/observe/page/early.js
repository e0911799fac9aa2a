// Runs before any script of a document: remembers who listens to what, and when the document last changed.
(() => {
  const KEY = Symbol.for('skyvern.look');
  if (window[KEY]) return;
  const now = () => performance.now();
  const state = {listeners: new WeakSet(), drops: new WeakSet(), mutated: now(), ticked: 0, watched: true};
  Object.defineProperty(window, KEY, {value: state, enumerable: false, configurable: true});
  const CLICKS = new Set(['click', 'dblclick', 'mousedown', 'mouseup', 'pointerdown', 'pointerup', 'touchstart', 'touchend']);
  const DROPS = new Set(['drop', 'dragover', 'dragenter']);
  const original = EventTarget.prototype.addEventListener;
  const patched = {addEventListener(type, callback, options) {
    if (this instanceof Element) {
      if (CLICKS.has(type)) state.listeners.add(this);
      else if (DROPS.has(type)) state.drops.add(this);
    }
    return original.call(this, type, callback, options);
  }}.addEventListener;
  Object.defineProperty(patched, 'length', {value: 2});
  EventTarget.prototype.addEventListener = patched;
  const small = (record) => record.type === 'characterData' || record.attributeName === 'style';
  new MutationObserver((records) => {
    if (records.every(small)) state.ticked = now(); else state.mutated = now();
  }).observe(document, {subtree: true, childList: true, characterData: true, attributes: true});
})();
