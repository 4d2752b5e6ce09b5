// Owns the stylesheet: bundles style/main.css and puts before it those Primer tokens that it uses, for every GitHub theme.
//
// Usage: node style/build.mjs [OUTFILE]; OUTFILE is target/style/gatehouse.css unless given.
// A `var(--name)` that neither Primer nor our own CSS defines (by a declaration or by `@property`) fails the build.
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, transform } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

// The names a stylesheet reads: `var(--name)`.
const references = (css) => [...css.matchAll(/var\(\s*(--[\w-]+)/g)].map((match) => match[1]);

// The names a stylesheet defines: `--name: …` and `@property --name`.
const definitions = (css) => [...css.matchAll(/(?:[{;]\s*|@property\s+)(--[\w-]+)\s*(?=[:{])/g)].map((match) => match[1]);

const withoutComments = (css) => css.replace(/\/\*[\s\S]*?\*\//g, '');

// One entry per rule of custom properties: the selectors around it, outermost first, and its declarations.
// Enough for Primer's files: rules of declarations, at most inside @media.
export function tokenRules(css) {
  const rules = [];
  const around = [];
  let rest = withoutComments(css);
  for (;;) {
    const next = rest.search(/[{}]/);
    if (next < 0) return rules;
    const before = rest.slice(0, next);
    if (rest[next] === '{') {
      // `@custom-media …;` and the like may stand before a selector.
      around.push({ selector: before.slice(before.lastIndexOf(';') + 1).trim().replace(/\s+/g, ' ') });
    } else {
      const declarations = new Map();
      for (const [, name, value] of before.matchAll(/(--[\w-]+)\s*:\s*([^;]+)/g)) declarations.set(name, value.trim());
      if (declarations.size) rules.push({ around: around.map((rule) => rule.selector), declarations });
      around.pop();
    }
    rest = rest.slice(next + 1);
  }
}

// The tokens that `css` needs out of `files` ({ name, css }, in the order to write them), with what those need themselves.
// Throws when a name is defined nowhere, or by some theme files only.
export function neededTokens(css, files) {
  const own = new Set(definitions(withoutComments(css)));
  const sources = files.map((file) => ({ ...file, rules: tokenRules(file.css) }));
  const themes = sources.filter((source) => source.theme);

  const defining = new Map();
  for (const source of sources) {
    for (const rule of source.rules) {
      for (const [name, value] of rule.declarations) {
        if (!defining.has(name)) defining.set(name, { files: new Set(), values: new Set() });
        defining.get(name).files.add(source);
        defining.get(name).values.add(value);
      }
    }
  }

  const needed = new Set();
  const problems = [];
  const visit = (name, user) => {
    if (needed.has(name) || own.has(name)) return;
    const definition = defining.get(name);
    if (!definition) {
      problems.push(`${name}, used by ${user}, is defined neither in Primer nor in our own CSS`);
      return;
    }
    const missing = themes.filter((theme) => !definition.files.has(theme));
    if (missing.length > 0 && missing.length < themes.length) {
      problems.push(`${name} is missing in the themes ${missing.map((theme) => theme.name).join(', ')}`);
    }
    needed.add(name);
    for (const value of definition.values) for (const reference of references(value)) visit(reference, name);
  };
  for (const name of references(withoutComments(css))) visit(name, 'our own CSS');
  if (problems.length) throw new Error([...new Set(problems)].join('\n'));

  let text = '';
  for (const { rules } of sources) {
    for (const { around, declarations } of rules) {
      const lines = [...declarations].filter(([name]) => needed.has(name)).map(([name, value]) => `${name}: ${value};`);
      if (lines.length) text += `${around.join(' { ')} { ${lines.join(' ')} ${'}'.repeat(around.length)}\n`;
    }
  }
  return text;
}

// Primer's token files: what does not depend on the theme first, then all of GitHub's themes.
async function primerFiles() {
  const css = join(dirname(createRequire(import.meta.url).resolve('@primer/primitives/package.json')), 'dist', 'css');
  const folders = ['base/motion', 'base/size', 'base/typography', 'functional/motion', 'functional/size', 'functional/spacing', 'functional/typography', 'functional/themes'];
  const files = [];
  for (const folder of folders) {
    for (const file of (await readdir(join(css, folder))).filter((name) => name.endsWith('.css')).sort()) {
      files.push({ name: basename(file, '.css'), theme: folder.endsWith('themes'), css: await readFile(join(css, folder, file), 'utf8') });
    }
  }
  return files;
}

async function main(outfile) {
  const bundle = await build({ entryPoints: [join(root, 'style', 'main.css')], bundle: true, write: false, logLevel: 'warning' });
  const own = bundle.outputFiles[0].text;
  const tokens = neededTokens(own, await primerFiles());
  const { code } = await transform(tokens + own, { loader: 'css', minify: true });
  await mkdir(dirname(outfile), { recursive: true });
  await writeFile(outfile, code);
  console.log(`${relative(root, outfile)}: ${code.length} bytes, of which Primer's tokens ${(await transform(tokens, { loader: 'css', minify: true })).code.length}`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(process.argv[2] ?? join(root, 'target', 'style', 'gatehouse.css')).catch((error) => {
    console.error(`style: ${error.message}`);
    process.exitCode = 1;
  });
}
