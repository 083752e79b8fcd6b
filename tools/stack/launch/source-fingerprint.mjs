import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { inRoot, root } from './paths.mjs';

const groups = ['packages', 'apps', 'tools'];
const rootFiles = [
  'package.json',
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'turbo.json',
  'tsconfig.base.json',
];
const made = new Set(['node_modules', 'dist', '.turbo', 'generated', 'coverage']);
const isTest = /\.test\.(ts|tsx|mjs)$/;

/** A hash of everything a build reads. Equal hashes: a build would make what is there already. */
export function sourceFingerprint() {
  const hash = createHash('sha256');
  for (const file of [...rootFiles, 'tsconfig.build.json']) add(hash, inRoot(file));
  for (const group of groups) addFolder(hash, inRoot(group));
  return hash.digest('hex');
}

/** The workspace packages that have a build and no result of one. */
export function unbuiltPackages() {
  return groups
    .flatMap((group) =>
      fs.existsSync(inRoot(group)) ? fs.readdirSync(inRoot(group)).map((name) => inRoot(group, name)) : [],
    )
    .filter((folder) => {
      const manifest = path.join(folder, 'package.json');
      if (!fs.existsSync(manifest)) return false;
      const builds = JSON.parse(fs.readFileSync(manifest, 'utf8')).scripts?.build !== undefined;
      return builds && !fs.existsSync(path.join(folder, 'dist'));
    });
}

function addFolder(hash, folder) {
  if (!fs.existsSync(folder)) return;
  const entries = fs.readdirSync(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (made.has(entry.name)) continue;
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) addFolder(hash, file);
    else if (entry.isFile() && !isTest.test(entry.name)) add(hash, file);
  }
}

function add(hash, file) {
  if (!fs.existsSync(file)) return;
  hash
    .update(`${path.relative(root, file)}\0`)
    .update(fs.readFileSync(file))
    .update('\0');
}
