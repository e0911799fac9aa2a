// Shoelace and Lit: the real fields stand in open shadow roots.
import {setBasePath} from '@shoelace-style/shoelace/dist/utilities/base-path.js';
import '@shoelace-style/shoelace/dist/themes/light.css';
import '@shoelace-style/shoelace/dist/components/input/input.js';
import '@shoelace-style/shoelace/dist/components/select/select.js';
import '@shoelace-style/shoelace/dist/components/option/option.js';
import '@shoelace-style/shoelace/dist/components/checkbox/checkbox.js';
import '@shoelace-style/shoelace/dist/components/switch/switch.js';
import '@shoelace-style/shoelace/dist/components/radio-group/radio-group.js';
import '@shoelace-style/shoelace/dist/components/radio/radio.js';
import '@shoelace-style/shoelace/dist/components/range/range.js';
import '@shoelace-style/shoelace/dist/components/dialog/dialog.js';
import '@shoelace-style/shoelace/dist/components/button/button.js';
import {html as lit, LitElement} from 'lit';
import {COUNTRIES, html, keep, show} from './zoo.js';

setBasePath('/none');
class LitForm extends LitElement {
  render() { return lit`<form @submit=${(e) => { e.preventDefault(); keep(this.shadowRoot.querySelector('input').value); }}><label>Nickname <input></label><button>Join</button></form>`; }
}
customElements.define('lit-form', LitForm);
const listen = (el, read) => el.addEventListener('sl-change', () => keep(read(el)));

show({
  input: (root) => listen(html(root, '<sl-input label="Name"></sl-input>'), (el) => el.value),
  select: (root) => listen(html(root, `<sl-select label="Country">${COUNTRIES.map((c) => `<sl-option value="${c}">${c}</sl-option>`).join('')}</sl-select>`), (el) => el.value),
  checkbox: (root) => listen(html(root, '<sl-checkbox>I agree</sl-checkbox>'), (el) => el.checked),
  switch: (root) => listen(html(root, '<sl-switch>Alerts</sl-switch>'), (el) => el.checked),
  radio: (root) => listen(html(root, '<sl-radio-group label="Size"><sl-radio value=s>Small</sl-radio><sl-radio value=l>Large</sl-radio></sl-radio-group>'), (el) => el.value),
  range: (root) => listen(html(root, '<sl-range label="Volume" style="width:300px"></sl-range>'), (el) => el.value),
  lit: (root) => { html(root, '<lit-form></lit-form>'); },
});
