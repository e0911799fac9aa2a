// TinyMCE: a text field that becomes an editor in a frame of its own.
import tinymce from 'tinymce';
import 'tinymce/icons/default';
import 'tinymce/themes/silver';
import 'tinymce/models/dom';
import 'tinymce/skins/ui/oxide/skin.js';
import 'tinymce/skins/content/default/content.js';
import {html, keep, show} from './zoo.js';

show({
  editor: (root) => {
    html(root, '<label for=field>Message</label>');
    html(root, '<textarea id=field></textarea>');
    tinymce.init({selector: '#field', license_key: 'gpl', promotion: false, branding: false, height: 300, setup: (editor) => editor.on('input change', () => keep(editor.getContent({format: 'text'})))});
  },
});
