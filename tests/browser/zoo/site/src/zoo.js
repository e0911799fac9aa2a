// Shows the widget that the address names (`?only=select`), and keeps what the widget itself says it holds in `zoo.value`.
export const zoo = (window.zoo = {value: null, log: []});
export const wanted = new URLSearchParams(location.search).get('only');
export const keep = (value) => { zoo.value = value; zoo.log.push(value); };

export function show(widgets) {
  if (!widgets[wanted]) throw new Error(`there is no widget ${wanted}`);
  const root = document.body.appendChild(document.createElement('main'));
  widgets[wanted](root);
}

export function html(root, text) {
  root.insertAdjacentHTML('beforeend', text);
  return root.lastElementChild;
}

export const COUNTRIES = ['Austria', 'France', 'Germany', 'Italy', 'Japan', 'Norway', 'Switzerland'];
export const options = COUNTRIES.map((label) => ({label, value: label.slice(0, 2).toUpperCase()}));
