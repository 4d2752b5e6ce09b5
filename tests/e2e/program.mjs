// Owns finding a browser: by the environment variable that names it, else on PATH.

import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

// The program's absolute path. Throws when there is none.
export function program(variable, ...names) {
  const named = process.env[variable];
  const wanted = named ? [named] : names;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = wanted.flatMap((name) => (isAbsolute(name) ? [name] : folders.map((folder) => join(folder, name))));
  const found = candidates.find(isExecutable);
  if (!found) throw new Error(`no ${wanted.join(' or ')} on PATH: name one in ${variable}`);
  return found;
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
