const { existsSync } = require('node:fs');
const { chmod, glob, rm } = require('node:fs/promises');
const { dest, parallel, src } = require('gulp');
const { bin } = require('./package.json');

/** What n8n reads beside the code: icons, codex files and generated assets; and the font that comes along, with its licence. */
const assets = () =>
  src(['{nodes,credentials}/**/*.{svg,png,json}', 'src/**/font/*'], { base: '.', encoding: false }).pipe(dest('dist'));

/** Takes out of dist what was made from a file that is no longer there. */
async function stale() {
  for await (const made of glob('dist/{src,nodes,credentials}/**/*.*')) {
    const source = made.replace(/^dist[/\\]/, '').replace(/(\.d\.ts|\.js)$/, '.ts');
    if (!existsSync(source)) await rm(made, { recursive: true });
  }
}

/** npm does so when it installs a package; here the commands run from the folder itself. */
const executable = () => Promise.all(Object.values(bin).map((path) => chmod(path, 0o755)));

exports.default = parallel(assets, stale, executable);
