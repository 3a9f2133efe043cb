import type { Evidence } from '../decision.ts';
import type { Repository } from './repository.ts';
import { filesWithin, nameOf } from './repository-path.ts';

/** `Dockerfile`, `Dockerfile.api`, `Dockerfile-dev`, `api.Dockerfile`, `Containerfile`, in any case. */
const DOCKERFILE_NAME = /^(?:dockerfile|containerfile)(?:[.-].+)?$|^.+\.(?:dockerfile|containerfile)$/i;

/** Ignore files, templates of generators, and copies that editors leave behind. */
const NOT_A_DOCKERFILE =
  /\.(?:dockerignore|containerignore|j2|jinja2?|tmpl|tpl|template|erb|ejs|mustache|hbs|in|md|bak|orig|rej|swp|sh|ts|js|py|go|ya?ml|json)$|~$/i;

/** Every tracked Dockerfile below `folder` (a repository path), sorted; those of dependencies, below `node_modules` and `vendor`, are left out. */
export function discoverDockerfiles(repository: Repository, folder: string): readonly string[] {
  return filesWithin(repository.files(), folder).filter((path) => {
    const name = nameOf(path);
    const found = DOCKERFILE_NAME.test(name) && !NOT_A_DOCKERFILE.test(name);
    return found && !/(?:^|\/)(?:node_modules|vendor)\//.test(path);
  });
}

/** The words in a Dockerfile's name that say it is for development, between separators. */
const DEVELOPMENT_NAME = /(?:^|[._-])(?:dev|devel|develop|development|local|localdev|devcontainer)(?:[._-]|$)/i;

/** What says that a Dockerfile is for development and wants to keep its tools; null when nothing does. */
export function isDevelopmentDockerfile(path: string): Evidence | null {
  const folder =
    /(?:^|\/)(\.devcontainer|\.?docker\/(?:dev|development|local)|(?:dev|development|local)\/docker|\.gitpod|\.vscode)\//i.exec(
      path,
    )?.[1];
  if (folder !== undefined) return { source: path, says: `it stands in ${folder}/` };
  const name = nameOf(path);
  if (/^\.gitpod/i.test(name) || DEVELOPMENT_NAME.test(name)) return { source: path, says: `its name is ${name}` };
  return null;
}
