import { parse } from 'yaml';
import type { BuildContext } from '../../repository/repository.ts';
import { within } from './cite.ts';
import { objectOf } from './package-json.ts';

/** The fields of pnpm-workspace.yaml: the members of a workspace and, from pnpm 10 on, settings. Empty where there is none, or it is no YAML. */
export function pnpmSettings(context: BuildContext, folder: string): Readonly<Record<string, unknown>> {
  const path = within(folder, 'pnpm-workspace.yaml');
  const text = path === null ? null : context.read(path);
  if (text === null) return {};
  try {
    return objectOf(parse(text, { logLevel: 'silent' })) ?? {};
  } catch {
    return {};
  }
}
