import { type Facts, type Item, projectOf } from '../../src/facts.ts';
import { isWithin } from '../../src/filesystem/path.ts';
import { type Install, readsOf } from './install.ts';

/** Files that people edit, and that configure no tool: `app.py`, `server.js`, `views/index.ejs`. */
const SOURCE = /^(?!.*\.config\.).*\.(?:[cm]?[jt]sx?|py|html?|css|s[ac]ss|ejs|pug|hbs|vue|svelte|sql|graphql|proto)$/;

/**
 * Copies before the install that bring parts of the project which it does not read: `COPY src ./src`, and the sources in `COPY package.json server.js ./`.
 * One that brings configuration alone stays: it seldom changes.
 */
export function sourceCopies(items: readonly Item[], install: Install, facts: Facts): readonly Item[] {
  const project = projectOf(install.detail, facts);
  const known = project && install.fetch === null ? readsOf(project, install) : null;
  if (!project || !known?.known) return [];
  const reads = [...known.value, ...project.installMayRead.map(({ path }) => path)];
  const isRead = (source: string) => reads.some((path) => isWithin(path, source) || isWithin(source, path));
  // pip fills /usr/local: what is copied below it stays before what is written there.
  const fills = (path: string) =>
    install.all.some(
      ({ writes }) => writes === 'anything' || writes.some((one) => one !== path && isWithin(path, one)),
    );
  return items.filter(({ index, view, entries, state }) => {
    // WORKDIR has made the folder: `COPY package.json /code` makes a file of that name where nothing made a folder before.
    const workdir = state.workdir.certain ?? '/';
    if (
      workdir === '/' ||
      index >= install.first.index ||
      (view.kind !== 'copy' && view.kind !== 'add') ||
      view.from !== null
    )
      return false;
    const folder = install.detail.folder;
    const isOwn =
      entries?.every(
        (one) => isWithin(one.destination, folder) && isWithin(one.destination, workdir) && !fills(one.destination),
      ) ?? false;
    return (
      isOwn &&
      !bringsOtherFolder(entries, install.detail) &&
      (entries?.some(({ source, kind }) => !isRead(source) && (kind === 'folder' || SOURCE.test(source))) ?? false)
    );
  });
}

/** Whether the folder of the install holds the contents of another folder than the project's then. */
export function bringsOtherFolder(entries: Item['entries'], { folder, project }: Install['detail']): boolean {
  return (entries ?? []).some(
    (entry) => entry.kind === 'folder' && entry.destination === folder && entry.source !== (project ?? ''),
  );
}
