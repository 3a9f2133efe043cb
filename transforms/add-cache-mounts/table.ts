import type { Place, Tool, ToolFolder } from '../../src/download-caches/tools.ts';

/** The table of tools for the README: where each keeps its downloads, and what moves, empties or switches off that folder. */
export function cacheTable(tools: readonly Tool[]): string {
  const rows = tools.map((tool) => {
    const folders = tool.folders.map((folder) => `${folder.places.map(place).join(', else ')}${kept(folder)}`);
    const off = [...tool.off.flags, ...tool.off.variables.map((name) => `${name}=…`)].map(code).join(' ');
    const emptied = tool.emptiedBy.map((words) => code(words.join(' '))).join(' ');
    const offline = [...tool.offline.flags, ...tool.offline.variables].map(code).join(' ');
    return `| ${tool.tool} | ${folders.join('<br>')} | ${off} | ${emptied} | ${offline} | ${tool.source} |\n`;
  });
  return `## What is known of each tool

The first place that applies counts; \`~\` is the home of the user in force, \`/root\` for root. For another user the mount is given their numeric
ids (\`uid=…,gid=…\`). «in place»: later commands use the folder itself, so that it is mounted for all of them or for none, and never in the stage that runs.

| tool | folders | flags and variables that switch it off | commands that empty it | commands that need what is there | source |
|---|---|---|---|---|---|
${rows.join('')}`;
}

function place(at: Place): string {
  switch (at.by) {
    case 'variable':
      return code(`$${at.name}${at.below === '' ? '' : `/${at.below}`}`);
    case 'home':
      return code(`~/${at.below}`);
    case 'root':
      return `${code(at.folder)} (root)`;
    case 'fixed':
      return code(at.folder);
  }
}

function kept({ holds, compiled, locked }: ToolFolder): string {
  const notes = [
    ...(holds === 'store' ? ['in place'] : []),
    ...(compiled ? ['one for each image'] : []),
    ...(locked ? ['one build at a time'] : []),
  ];
  return notes.length === 0 ? '' : ` (${notes.join(', ')})`;
}

function code(text: string): string {
  return `\`${text}\``;
}
