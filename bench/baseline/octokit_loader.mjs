// Owns loading a list with `octokit.paginate`, which is what GitHub's own documentation says to do.
//
// Fair, because it is the documented way, with the largest pages there are; Octokit follows the link to the next page, one after the other.

import { Octokit } from 'octokit';
import { offer } from './loader.mjs';

async function load({ token, enterprise }) {
  const octokit = new Octokit({ auth: token });
  await octokit.rest.users.getAuthenticated();
  return octokit.paginate('GET /enterprises/{enterprise}/bypass-requests/secret-scanning', { enterprise, per_page: 100, time_period: 'month' });
}

offer(load);
