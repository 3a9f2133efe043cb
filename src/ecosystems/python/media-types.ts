import { posix } from 'node:path';
import type { Evidence } from '../../decision.ts';
import type { BuildContext } from '../../repository/repository.ts';
import type { NamedPackage } from './packages.ts';

/** Calls and modules that tell a file's media type by its name (`mimetypes`), or send files with the type that it tells. */
export const GUESSES_MEDIA_TYPES =
  /(?<![\w.])(?:import\s+mimetypes|from\s+mimetypes\s+import)\b|(?<!\w)(?:send_file|send_from_directory|FileResponse|StaticFiles|StaticFileHandler|SimpleHTTPRequestHandler|add_static|static_file|staticfiles_urlpatterns)\s*\(|\bdjango\.views\.static\b/g;

/** Frameworks that send the files of a project's folder of static files without being told, with the type that `mimetypes` tells. */
const SERVE_STATIC_FILES: ReadonlySet<string> = new Set([
  'dash',
  'django',
  'flask',
  'gradio',
  'nicegui',
  'quart',
  'streamlit',
]);

/**
 * Endings that `/etc/mime.types` knows and that `mimetypes` itself does not, in one of the versions that are in use. Source: `types_map` of CPython 3.8 to
 * 3.12 (Lib/mimetypes.py), media-types 10.0.
 */
const ONLY_IN_THE_TABLE =
  /\.(?:3gp|7z|aac|apk|avif|docx|epub|flac|geojson|glb|gltf|heic|ics|jar|kml|m4a|m4v|md|mkv|odp|ods|odt|oga|ogg|ogv|opus|otf|pptx|rar|rtf|ttf|vcf|webp|weba|wmv|woff2?|xlsx)$/;

/** What comes along with a library in a folder of static files, and no page asks for. */
const FOR_PEOPLE = /^(?:licen[cs]e|readme|changelog|changes|history|notice|copying|authors|contributing)\b/i;

/** A static file that a framework sends, and whose type no image without `/etc/mime.types` tells. */
export function staticFileOfUnknownType(
  context: BuildContext,
  root: string,
  packages: readonly NamedPackage[],
): Evidence | null {
  const serving = packages.find(({ name }) => SERVE_STATIC_FILES.has(name));
  if (serving === undefined) return null;
  const prefix = root === '' ? '' : `${root}/`;
  const file = context
    .files()
    .find(
      (path) =>
        path.startsWith(prefix) &&
        /(?:^|\/)(?:static|assets|public|media)\//.test(path) &&
        ONLY_IN_THE_TABLE.test(path.toLowerCase()) &&
        !FOR_PEOPLE.test(posix.basename(path)),
    );
  return file === undefined ? null : { source: file, says: `${serving.name} sends it` };
}
