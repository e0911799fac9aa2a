// Libraries without a framework: pickers, masks, editors, drop zones; and what the browser itself brings.
import 'bootstrap/dist/css/bootstrap.css';
import 'bootstrap';
import Cleave from 'cleave.js';
import Dropzone from 'dropzone';
import 'dropzone/dist/dropzone.css';
import flatpickr from 'flatpickr';
import 'flatpickr/dist/flatpickr.css';
import IMask from 'imask';
import Quill from 'quill';
import 'quill/dist/quill.snow.css';
import {html, keep, show} from './zoo.js';

const button = (target, kind, text) => `<button class="btn btn-primary" data-bs-toggle="${kind}" data-bs-target="#${target}">${text}</button>`;
show({
  flatpickr: (root) => { html(root, '<label>Day <input id=field></label>'); flatpickr('#field', {onChange: (_, text) => keep(text)}); },
  flatpickrtyped: (root) => { html(root, '<label>Day <input id=field></label>'); flatpickr('#field', {allowInput: true, onChange: (_, text) => keep(text)}); },
  imask: (root) => { html(root, '<label>Phone <input id=field></label>'); const mask = IMask(document.getElementById('field'), {mask: '+{41} 00 000 00 00'}); mask.on('accept', () => keep(mask.unmaskedValue)); },
  cleave: (root) => { html(root, '<label>Card <input id=field></label>'); new Cleave('#field', {creditCard: true, onValueChanged: (e) => keep(e.target.rawValue)}); },
  cleavedate: (root) => { html(root, '<label>Born <input id=field placeholder="DD/MM/YYYY"></label>'); new Cleave('#field', {date: true, datePattern: ['d', 'm', 'Y'], onValueChanged: (e) => keep(e.target.value)}); },
  quill: (root) => { html(root, '<h3>Message</h3>'); html(root, '<div id=field style="height:150px"></div>'); const quill = new Quill('#field', {theme: 'snow'}); quill.on('text-change', () => keep(quill.getText())); },
  dropzone: (root) => { html(root, '<form id=field class=dropzone action="/upload"></form>'); const zone = new Dropzone('#field', {autoProcessQueue: false}); zone.on('addedfile', (file) => keep(file.name)); },
  dropfiles: (root) => {
    const zone = html(root, '<div id=field style="border:1px dashed;padding:60px">Drop your invoice here</div>');
    zone.addEventListener('dragover', (e) => e.preventDefault());
    zone.addEventListener('drop', (e) => { e.preventDefault(); keep(e.dataTransfer.files[0].name); });
  },
  modal: (root) => {
    html(root, button('field', 'modal', 'New contact'));
    html(root, `<div class="modal fade" id=field tabindex=-1><div class=modal-dialog><div class=modal-content><div class=modal-header><h5 class=modal-title>Contact</h5></div>
      <div class=modal-body><label>Name <input id=name></label></div><div class=modal-footer><button class="btn btn-primary" onclick="zoo.value=document.getElementById('name').value">Save contact</button></div></div></div></div>`);
  },
  dropdown: (root) => { html(root, `<div class=dropdown><button class="btn dropdown-toggle" data-bs-toggle=dropdown>Actions</button><ul class=dropdown-menu><li><a class=dropdown-item href="#" onclick="zoo.value='archived'">Archive</a></li><li><a class=dropdown-item href="#">Share</a></li></ul></div>`); },
  accordion: (root) => {
    const part = (id, title, body) => `<div class=accordion-item><h2 class=accordion-header><button class="accordion-button collapsed" data-bs-toggle=collapse data-bs-target="#${id}">${title}</button></h2><div id=${id} class="accordion-collapse collapse" data-bs-parent="#field"><div class=accordion-body>${body}</div></div></div>`;
    html(root, `<div class=accordion id=field>${part('one', 'Shipping', 'By post')}${part('two', 'Payment', '<button onclick="zoo.value=\'paid\'">Pay by invoice</button>')}</div>`);
  },
  tabs: (root) => { html(root, `<div><ul class="nav nav-tabs" role=tablist><li class=nav-item><button class="nav-link active" role=tab data-bs-toggle=tab data-bs-target="#one">Home</button></li><li class=nav-item><button class=nav-link role=tab data-bs-toggle=tab data-bs-target="#two">Billing</button></li></ul><div class=tab-content><div class="tab-pane active" id=one>Welcome</div><div class=tab-pane id=two><label>IBAN <input oninput="zoo.value=this.value"></label></div></div></div>`); },
  offcanvas: (root) => { html(root, button('field', 'offcanvas', 'Filters')); html(root, '<div class="offcanvas offcanvas-start" tabindex=-1 id=field><div class=offcanvas-body><label><input type=checkbox onchange="zoo.value=this.checked"> In stock</label></div></div>'); },
  otp: (root) => {
    html(root, `<fieldset><legend>Code</legend>${Array.from({length: 6}, (_, i) => `<input class=digit maxlength=1 inputmode=numeric aria-label="Digit ${i + 1}" style="width:2em">`).join('')}</fieldset>`);
    const boxes = [...root.querySelectorAll('.digit')];
    boxes.forEach((box, i) => box.addEventListener('input', () => { if (box.value && boxes[i + 1]) boxes[i + 1].focus(); keep(boxes.map((b) => b.value).join('')); }));
  },
  splitdate: (root) => {
    html(root, '<fieldset><legend>Date of birth</legend><label>Day <input size=2 maxlength=2></label><label>Month <input size=2 maxlength=2></label><label>Year <input size=4 maxlength=4></label></fieldset>');
    root.addEventListener('input', () => keep([...root.querySelectorAll('input')].map((i) => i.value).join('-')));
  },
  iframe: (root) => { html(root, `<iframe style="height:200px" srcdoc="<label>Inside <input oninput='parent.zoo.value=this.value'></label>"></iframe>`); },
  foreign: (root) => { html(root, `<iframe style="height:200px" src="http://localhost:${location.port}/zoo/foreign"></iframe>`); addEventListener('message', (e) => keep(e.data)); },
  native: (root) => { html(root, `<button onclick="zoo.value = confirm('Really?')">Remove</button>`); },
  prompt: (root) => { html(root, `<button onclick="zoo.value = prompt('New name?')">Rename</button>`); },
});
