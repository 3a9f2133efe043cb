import type { SystemFile } from '../../base-images/base-image.ts';
import type { Evidence } from '../../decision.ts';
import type { BuildContext } from '../../repository/repository.ts';
import { cite } from './known.ts';
import type { Unit } from './modules.ts';
import type { GoFile } from './sources.ts';

/** Packages of the standard library that look for CA certificates where they connect (crypto/x509, root_linux.go). */
const CONNECTING = new Set(['net/http', 'crypto/tls', 'crypto/x509', 'net/smtp', 'net/rpc']);

/** Functions that read the system's zone data, its users, or make files in its folder for temporary ones. */
const CALLS: readonly (readonly [RegExp, SystemFile])[] = [
  [/^time\.LoadLocation$/, 'time-zones'],
  [/^user\.(?:Current|Lookup|LookupId|LookupGroup)$/, 'users'],
  [
    /^(?:os|ioutil)\.(?:CreateTemp|MkdirTemp|TempDir|TempFile)$|\.(?:ParseMultipartForm|FormFile|MultipartForm)$/,
    'temporary-folder',
  ],
];

/** What a program needs of the system without starting or linking it. Any module may connect somewhere, so one is enough for certificates. */
export function systemFilesOf(
  files: readonly GoFile[],
  unit: Unit,
  context: BuildContext,
): readonly { readonly file: SystemFile; readonly evidence: readonly Evidence[] }[] {
  const found = new Map<SystemFile, readonly Evidence[]>();
  const put = (file: SystemFile, path: string, says: string) => {
    if (!found.has(file)) found.set(file, [cite(context, path, says)]);
  };
  const own = new Set(unit.modules.map(({ path }) => path));
  for (const module of unit.modules) {
    const foreign = module.requires.find((path) => !own.has(path));
    if (foreign !== undefined)
      put('certificates', `${module.folder === '' ? '' : `${module.folder}/`}go.mod`, `require ${foreign}`);
  }
  for (const file of files) {
    const connects = file.imports.find((path) => CONNECTING.has(path));
    if (connects !== undefined) put('certificates', file.path, `import "${connects}"`);
    for (const token of file.tokens) {
      if (token.kind !== 'name') continue;
      for (const [call, needed] of CALLS) if (call.test(token.text)) put(needed, file.path, token.text);
    }
  }
  // Zone data may be in the program itself.
  if (files.some(({ imports }) => imports.includes('time/tzdata'))) found.delete('time-zones');
  return [...found].map(([file, evidence]) => ({ file, evidence }));
}
