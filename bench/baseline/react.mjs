// Owns what an application with React and Octokit downloads before it has a line of its own.
//
// Why it is fair: both libraries as their documents say to use them, bundled for production by esbuild, with what isn't reached left out.

import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { Octokit } from 'octokit';

const octokit = new Octokit({ auth: 'token' });
const root = createRoot(document.body);
octokit.paginate('GET /enterprises/{enterprise}/bypass-requests/secret-scanning', { enterprise: 'octo-enterprise' }).then((requests) => root.render(createElement('p', null, requests.length)));
