import { type Asset, asset } from './asset.ts';

// Runs in the browser. The secret is behind # of the address, which is never sent: it is shown once for a session and
// taken out of the address. Without it, the session of an earlier visit may still do.
const SCRIPT = `'use strict';
(async () => {
  const base = location.pathname.replace(/\\/+$/, '');
  const token = location.hash.slice(1);
  if (token !== '') history.replaceState(null, '', location.pathname);
  addEventListener('hashchange', () => location.reload());
  const say = (text) => { document.getElementById('state').textContent = text; };
  const words = (status) => {
    if (status === 429) return 'Too many tries from here. Wait a minute, then open the link again.';
    if (status >= 500) return 'The numbers cannot be read right now. Try again in a minute.';
    return 'This link does not work, or no longer. Ask whoever gave it to you for a new one, and open it whole.';
  };
  const options = { cache: 'no-store', credentials: 'same-origin', redirect: 'error', referrerPolicy: 'no-referrer' };
  const show = (html) => {
    const next = new DOMParser().parseFromString(html, 'text/html');
    for (const link of next.querySelectorAll('a[href="data.csv"], a[href="data.json"]')) {
      link.setAttribute('href', base + '/' + link.getAttribute('href'));
    }
    document.replaceChild(document.adoptNode(next.documentElement), document.documentElement);
    for (const inert of document.querySelectorAll('script[src]')) {
      const script = document.createElement('script');
      script.src = inert.getAttribute('src');
      script.async = false;
      inert.replaceWith(script);
    }
  };
  try {
    if (token !== '') {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ token });
      const opened = await fetch(base + '/session', { ...options, method: 'POST', headers, body });
      if (!opened.ok) return say(words(opened.status));
    }
    const page = await fetch(base + '/page', options);
    if (!page.ok) return say(words(page.status));
    show(await page.text());
  } catch {
    say('The page cannot be reached. Check your connection, then open the link again.');
  }
})();
`;

const STYLE = `:root { color-scheme: light dark; }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 40rem; margin: 20vh auto 0; padding: 0 1rem; }
`;

const script = asset('open', 'js', SCRIPT);
const style = asset('open', 'css', STYLE);

/** What the shell loads. */
export const SHELL_ASSETS: readonly Asset[] = [script, style];

/**
 * The same bytes for every id, whether or not there is such a link and whatever its state: it says nothing, to people,
 * crawlers and previews of links alike.
 */
export const SHELL = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<title>Dashboard</title>
<link rel="stylesheet" href="${style.path}">
<script src="${script.path}" defer></script>
</head>
<body>
<main>
<h1>Dashboard</h1>
<p id="state" role="status">Opening…</p>
<noscript><p>This page needs JavaScript: the key in its address never leaves your browser without it.</p></noscript>
</main>
</body>
</html>
`;
