// Finds the program that serves: what the machine's settings say, else the one in the extension, else the one on the path.
// Nothing of an opened folder is ever run: entries of the path that are relative or lead into the workspace are passed over.

import { isAbsolute, join, relative, sep } from 'node:path';

/** What the search asks of the machine. */
export interface Machine {
  platform: NodeJS.Platform;
  /** The directories where programs are, as the environment has them. */
  path: string;
  /** The real path of a file that can be run, else nothing. */
  program(path: string): string | undefined;
}

/** What the search is told by the editor. */
export interface Asked {
  /** `zbb.path`. */
  setting: string;
  /** The folder of the extension. */
  extension: string;
  /** The real paths of the folders that are open. */
  workspace: readonly string[];
}

/** Where the server is, or why it is not there. */
export type Found = { program: string } | { missing: string };

export function find(machine: Machine, asked: Asked): Found {
  const name = machine.platform === 'win32' ? 'zbb.exe' : 'zbb';
  if (asked.setting !== '') {
    if (!isAbsolute(asked.setting)) {
      return { missing: `the setting zbb.path is “${asked.setting}”, and must be a full path` };
    }
    const program = machine.program(asked.setting);
    return program === undefined ? { missing: `there is no program at ${asked.setting} (zbb.path)` } : { program };
  }
  const bundled = machine.program(join(asked.extension, 'server', name));
  if (bundled !== undefined) {
    return { program: bundled };
  }
  // Windows looks into the current folder first when it starts a bare name: so the path is searched here.
  for (const folder of machine.path.split(machine.platform === 'win32' ? ';' : ':')) {
    if (!isAbsolute(folder)) {
      continue;
    }
    const program = machine.program(join(folder, name));
    if (program !== undefined && !asked.workspace.some((open) => isInside(open, program))) {
      return { program };
    }
  }
  return { missing: 'the program zbb is not on the path' };
}

/** Whether a path is a folder or stands below it. */
export function isInside(folder: string, path: string): boolean {
  const below = relative(folder, path);
  return below === '' || (below !== '..' && !below.startsWith(`..${sep}`) && !isAbsolute(below));
}
