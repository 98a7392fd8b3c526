// What the status bar shows: takes what the server says of plans, gives words for the text that is being written.

/** What the server says of a plan when it is at rest: `zbb/status`. */
export interface Status {
  /** A text of the plan. */
  uri: string;
  /** The folder of the plan; the text itself where it stands alone. */
  folder: string;
  title?: string;
  currency?: string;
  budget?: string | null;
  funded?: string | null;
  left?: string | null;
  levels?: [number, number] | null;
  targets?: [number, number];
  errors: number;
  warnings: number;
  stale: boolean;
  text: string;
}

/** What stands in the bar. */
export interface Shown {
  text: string;
  /** Markdown. */
  tooltip: string;
  isWarning: boolean;
}

/** The plan of a text: the one whose folder is nearest above it. */
export function planOf(statuses: Iterable<Status>, uri: string): Status | undefined {
  let nearest: Status | undefined;
  for (const status of statuses) {
    const holds = uri === status.folder || uri.startsWith(status.folder.endsWith('/') ? status.folder : `${status.folder}/`);
    if (holds && (nearest === undefined || nearest.folder.length < status.folder.length)) {
      nearest = status;
    }
  }
  return nearest;
}

export function shown(status: Status): Shown {
  const lines: string[] = [];
  if (status.title !== undefined && status.title !== '') {
    lines.push(`**${plain(status.title)}**`);
  }
  const { budget, funded, left, currency } = status;
  if (budget && funded && left) {
    lines.push(`${funded} of ${budget} ${currency ?? ''} given, ${left} left`);
  }
  if (status.levels) {
    lines.push(`${status.levels[0]} of ${counted(status.levels[1], 'level')} funded`);
  }
  if (status.targets && status.targets[1] > 0) {
    lines.push(`${status.targets[0]} of ${counted(status.targets[1], 'target')} met`);
  }
  lines.push(`${counted(status.errors, 'error')}, ${counted(status.warnings, 'warning')}`);
  if (status.stale) {
    lines.push('*figures of the last plan without errors*');
  }
  const icon = status.errors > 0 ? '$(error) ' : status.stale ? '$(history) ' : '';
  const text = status.text === '' ? counted(status.warnings, 'warning') : status.text;
  return { text: `${icon}${text.replaceAll('$(', '$\u200b(')}`, tooltip: lines.join('\n\n'), isWarning: status.errors > 0 };
}

export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** A text of a plan that is not to be read as Markdown. */
export function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!<>|$&]/g, '\\$&');
}
