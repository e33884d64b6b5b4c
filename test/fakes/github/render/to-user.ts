import type { AppRow, Json, UserRow } from '../rows.ts';
import { nodeId, type World } from '../world.ts';

export function toUser(world: World, user: UserRow): Json {
  const at = `${world.api}/users/${encodeURIComponent(user.login)}`;
  return {
    login: user.login,
    id: user.id,
    node_id: nodeId('U', user.id),
    avatar_url: `${world.url}/_avatars/${user.id}`,
    gravatar_id: '',
    url: at,
    html_url: `${world.url}/${user.type === 'Bot' ? `apps/${user.login.replace('[bot]', '')}` : user.login}`,
    followers_url: `${at}/followers`,
    following_url: `${at}/following{/other_user}`,
    gists_url: `${at}/gists{/gist_id}`,
    starred_url: `${at}/starred{/owner}{/repo}`,
    subscriptions_url: `${at}/subscriptions`,
    organizations_url: `${at}/orgs`,
    repos_url: `${at}/repos`,
    events_url: `${at}/events{/privacy}`,
    received_events_url: `${at}/received_events`,
    type: user.type,
    user_view_type: 'public',
    site_admin: false,
  };
}

export function toApp(world: World, app: AppRow): Json {
  return {
    id: app.id,
    slug: app.slug,
    client_id: `Iv1.${nodeId('C', app.id).slice(2, 18)}`,
    node_id: nodeId('A', app.id),
    owner: toUser(world, app.owner),
    name: app.name,
    description: '',
    external_url: `${world.url}/apps/${app.slug}`,
    html_url: `${world.url}/apps/${app.slug}`,
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    permissions: app.permissions,
    events: app.events,
  };
}
