import type { Transform } from '../src/transform.ts';
import { addCacheMounts } from './add-cache-mounts/index.ts';
import { addDockerignore } from './add-dockerignore/index.ts';
import { addNonRootUser } from './add-non-root-user/index.ts';
import { cleanPackages } from './clean-packages/index.ts';
import { compileBeforeStart } from './compile-before-start/index.ts';
import { crossCompile } from './cross-compile/index.ts';
import { freezeInstall } from './freeze-install/index.ts';
import { linkStatically } from './link-statically/index.ts';
import { moveWebServer } from './move-web-server/index.ts';
import { readDockerfile } from './read-dockerfile/index.ts';
import { reorderCopy } from './reorder-copy/index.ts';
import { replaceDevServer } from './replace-dev-server/index.ts';
import { serveWithNginx } from './serve-with-nginx/index.ts';
import { splitStages } from './split-stages/index.ts';
import { startDirectly } from './start-directly/index.ts';
import { stripSymbols } from './strip-symbols/index.ts';
import { swapBaseImage } from './swap-base-image/index.ts';
import { useVirtualEnvironment } from './use-virtual-environment/index.ts';

/** Every transform, by name. */
export const TRANSFORMS: readonly Transform[] = [
  addCacheMounts,
  addDockerignore,
  cleanPackages,
  compileBeforeStart,
  crossCompile,
  freezeInstall,
  addNonRootUser,
  linkStatically,
  moveWebServer,
  readDockerfile,
  reorderCopy,
  replaceDevServer,
  serveWithNginx,
  splitStages,
  startDirectly,
  stripSymbols,
  swapBaseImage,
  useVirtualEnvironment,
];
