import { type Json, now } from '../rows.ts';
import { nodeId, type World } from '../world.ts';
import { toApp, toUser } from './to-user.ts';

/** An installation as its payloads and `GET /app/installations/{id}` show it. */
export function toInstallation(world: World, id: number): Json {
  const row = world.installations.get(id);
  if (row === undefined) throw new Error(`No installation ${id}.`);
  return {
    id,
    node_id: nodeId('INST', id),
    account: toUser(world, row.account),
    repository_selection: 'selected',
    access_tokens_url: `${world.api}/app/installations/${id}/access_tokens`,
    repositories_url: `${world.api}/installation/repositories`,
    html_url: `${world.url}/settings/installations/${id}`,
    app_id: world.app.id,
    app_slug: world.app.slug,
    client_id: toApp(world, world.appRow).client_id,
    target_id: row.account.id,
    target_type: 'User',
    permissions: world.appRow.permissions,
    events: world.appRow.events,
    created_at: row.createdAt,
    updated_at: now(),
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: null,
    suspended_at: null,
  };
}
