// AG Grid: rows that exist only while they are seen, cells that become fields when they are clicked twice.
import {AllCommunityModule, createGrid, ModuleRegistry} from 'ag-grid-community';
import {html, keep, show} from './zoo.js';

ModuleRegistry.registerModules([AllCommunityModule]);
const rowData = Array.from({length: 300}, (_, i) => ({name: `Person ${i}`, age: 20 + (i % 50), active: false}));
const grid = (root, more) => createGrid(html(root, '<div style="height:400px;width:700px"></div>'), {rowData, columnDefs: [{field: 'name', filter: true, floatingFilter: true}, {field: 'age', editable: true}, {field: 'active', editable: true}], ...more});

show({
  edit: (root) => { grid(root, {onCellValueChanged: (e) => keep([e.data.name, e.newValue])}); },
  filter: (root) => { grid(root, {onFilterChanged: (e) => keep(e.api.getDisplayedRowCount())}); },
  choose: (root) => { grid(root, {rowSelection: {mode: 'multiRow'}, onSelectionChanged: (e) => keep(e.api.getSelectedRows().map((r) => r.name))}); },
  sort: (root) => { grid(root, {onSortChanged: (e) => keep(e.api.getColumnState().find((c) => c.sort).colId)}); },
});
