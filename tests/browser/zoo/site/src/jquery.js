// jQuery UI, select2 and DataTables: native fields that a plugin hides, replaces or hangs a layer on.
import './jquery-global.js';
import 'jquery-ui/dist/jquery-ui.js';
import 'jquery-ui/dist/themes/base/jquery-ui.css';
import select2 from 'select2';
import 'select2/dist/css/select2.css';
import DataTable from 'datatables.net-dt';
import 'datatables.net-dt/css/dataTables.dataTables.css';
import {COUNTRIES, html, keep, show} from './zoo.js';

const $ = window.jQuery;
if (typeof select2 === 'function' && !$.fn.select2) select2(window, $);
const items = COUNTRIES.map((c) => `<option value="${c.slice(0, 2).toUpperCase()}">${c}</option>`).join('');

show({
  datepicker: (root) => { html(root, '<label>Day <input id=field></label>'); $('#field').datepicker({onSelect: keep}).on('change', (e) => keep(e.target.value)); },
  autocomplete: (root) => { html(root, '<label>City <input id=field></label>'); $('#field').autocomplete({source: ['Bern', 'Berlin', 'Basel'], select: (_, ui) => keep(ui.item.value)}); },
  slider: (root) => { html(root, '<div style="margin:60px;width:400px"><div id=field></div></div>'); $('#field').slider({value: 20, slide: (_, ui) => keep(ui.value), change: (_, ui) => keep(ui.value)}); },
  spinner: (root) => { html(root, '<label>Amount <input id=field value=1></label>'); $('#field').spinner({min: 0, spin: (_, ui) => keep(ui.value), change: () => keep($('#field').spinner('value'))}); },
  dialog: (root) => {
    html(root, '<button id=open>Delete</button>');
    html(root, '<div id=ask title="Sure?"><p>It cannot be undone.</p></div>');
    $('#ask').dialog({autoOpen: false, modal: true, buttons: {Yes: () => { keep('yes'); $('#ask').dialog('close'); }, No: () => { keep('no'); $('#ask').dialog('close'); }}});
    $('#open').on('click', () => $('#ask').dialog('open'));
  },
  selectmenu: (root) => { html(root, `<label for=field>Country</label><select id=field><option value="">Choose</option>${items}</select>`); $('#field').selectmenu({change: (_, ui) => keep(ui.item.value), width: 240}); },
  select2: (root) => { html(root, `<label for=field>Country</label><select id=field style="width:240px"><option></option>${items}</select>`); $('#field').select2({placeholder: 'Choose'}).on('change', () => keep($('#field').val())); },
  select2multi: (root) => { html(root, `<label for=field>Countries</label><select id=field multiple style="width:320px">${items}</select>`); $('#field').select2().on('change', () => keep($('#field').val())); },
  datatable: (root) => {
    const rows = Array.from({length: 57}, (_, i) => `<tr><td>Person ${i}</td><td>${1000 + i}</td><td><button onclick="zoo.value='${i}'">Edit</button></td></tr>`).join('');
    html(root, `<table id=field><thead><tr><th>Name</th><th>Number</th><th></th></tr></thead><tbody>${rows}</tbody></table>`);
    new DataTable('#field');
  },
});
