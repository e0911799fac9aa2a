// Bundles each library's page of widgets into dist/, where the tests serve it from; needs nothing but node_modules.
import {build} from 'esbuild';
import {readdirSync} from 'node:fs';

const entries = readdirSync('src').filter((name) => /\.jsx?$/.test(name) && name !== 'zoo.js').map((name) => `src/${name}`);
await build({
  entryPoints: entries,
  outdir: 'dist',
  bundle: true,
  format: 'iife',
  jsx: 'automatic',
  minify: true,
  target: 'chrome110',
  define: {'process.env.NODE_ENV': '"production"'},
  loader: {'.png': 'dataurl', '.gif': 'dataurl', '.svg': 'dataurl', '.woff2': 'dataurl', '.woff': 'dataurl', '.ttf': 'dataurl'},
  logLevel: 'error',
});
