/** How a distribution’s package of nginx is set up, where that is another way than the official images are. */
export interface DistributionNginx {
  /** Folders whose files are read inside of `http`, and by which ending. */
  readonly sites: readonly { readonly folder: string; readonly ending: RegExp }[];
  /** The site that the package brings, by each of its names. */
  readonly own: readonly string[];
  /** The server block of that site; null: it answers 404 to everything. */
  readonly ownText: readonly string[] | null;
  /** Directives that its nginx.conf sets inside of `http` and the official one does not, and what is different without them. */
  readonly settings: readonly { readonly directive: string; readonly without: string }[];
}

/**
 * Sources: the packages’ files /etc/nginx/nginx.conf and sites-available/default of Debian 11, 12 and 13 (debian/conf), and
 * nginx.conf and default.conf of Alpine 3.14 and later (aports, main/nginx).
 */
export const DISTRIBUTION_NGINX: Readonly<Record<'apt' | 'apk', DistributionNginx>> = {
  apt: {
    sites: [
      { folder: '/etc/nginx/conf.d', ending: /\.conf$/ },
      { folder: '/etc/nginx/sites-enabled', ending: /./ },
    ],
    own: ['/etc/nginx/sites-enabled/default', '/etc/nginx/sites-available/default'],
    ownText: [
      'server {',
      '  listen 80 default_server;',
      '  listen [::]:80 default_server;',
      '  root /var/www/html;',
      '  index index.html index.htm index.nginx-debian.html;',
      '  server_name _;',
      '  gzip on;',
      '  location / {',
      '    try_files $uri $uri/ =404;',
      '  }',
      '}',
    ],
    settings: [{ directive: 'gzip', without: 'pages are sent as they are, and no longer compressed' }],
  },
  apk: {
    sites: [{ folder: '/etc/nginx/http.d', ending: /\.conf$/ }],
    own: ['/etc/nginx/http.d/default.conf'],
    ownText: null,
    settings: [{ directive: 'server_tokens', without: 'the Server header names the version of nginx' }],
  },
};
