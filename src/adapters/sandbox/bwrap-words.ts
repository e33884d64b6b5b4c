import { readlinkSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import type { RunOptions } from '../../domain/ports.ts';
import { layerPlaces } from './layers.ts';

/** How much one run may take. Bytes, but for `processes`. */
export interface Limits {
  /** Of all processes together. */
  readonly memory: number;
  readonly processes: number;
  /** What the disk may lose to the run. */
  readonly disk: number;
  /** Of one file. */
  readonly file: number;
}

/** One folder inside: at its own place, so that paths that tools print mean the same on both sides. */
export interface Mount {
  readonly path: string;
  /** `layer`: what is written stays in a layer over the folder, and the folder as it is. */
  readonly access: 'read' | 'layer' | 'write';
}

/** Layers are laid by bubblewrap itself (0.11 and newer), or by the programs that make a mount namespace around it. */
export type Layers =
  /** `folder`: an absolute one that `makeLayers` made. */
  | { readonly by: 'bwrap'; readonly folder: string }
  /** `unshare` and `mount` are absolute: none that a checkout put on PATH may run out here. */
  | { readonly by: 'mount'; readonly folder: string; readonly unshare: string; readonly mount: string };

export interface Box {
  /** Absolute path of bubblewrap. */
  readonly bwrap: string;
  /** Where writes into layered folders go; null: such folders are read-only. */
  readonly layers: Layers | null;
  /** Whether it can forbid further user namespaces by itself (0.8.0 and newer, where the kernel lets it). */
  readonly disableUserns: boolean;
  /** Absolute files: the seccomp program (null: none for this processor), and where bubblewrap says how it went. */
  readonly filter: string | null;
  readonly status: string;
  readonly passwd: string;
  readonly group: string;
  readonly hosts: string;
  readonly mounts: readonly Mount[];
  readonly cwd: string;
  readonly network: boolean;
  readonly limits: Limits;
}

/** Folders of the system that hold programs and libraries, and nothing of a person's. */
export const SYSTEM = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/nix/store'];

/** What of /etc programs look at. Not whole folders that keep keys beside certificates. */
const SETTINGS = [
  'alternatives',
  'ssl/certs',
  'ssl/openssl.cnf',
  'pki/tls/certs',
  'pki/ca-trust',
  'ca-certificates',
  'crypto-policies',
  'ld.so.cache',
  'ld.so.conf',
  'ld.so.conf.d',
  'localtime',
  'timezone',
  'nsswitch.conf',
  'host.conf',
  'gai.conf',
  'services',
  'protocols',
  'mime.types',
  'os-release',
  'fonts',
  'terminfo',
];

/** Root without any capability may still write these: `core_pattern` names a program that the host starts. */
const COVERED = [
  '/proc/sys',
  '/proc/sysrq-trigger',
  '/proc/irq',
  '/proc/bus',
  '/proc/fs',
  '/proc/acpi',
  '/proc/scsi',
];

const MEGABYTE = 1024 * 1024;
const TEMPORARY = [
  { path: '/dev/shm', megabytes: 256 },
  { path: '/tmp', megabytes: 256 },
];

/**
 * The command line that runs a command shut in. It wants the files of `openFiles` as descriptors; the limits are
 * set inside, because the kernel counts processes by user namespace. Where bubblewrap cannot lay layers they
 * are mounted first, in namespaces around it, in which the user is root: inside it is the user again.
 */
export function buildWords(box: Box, command: readonly string[]): string[] {
  const user = ['--uid', `${process.getuid?.()}`, '--gid', `${process.getgid?.()}`];
  return [
    ...layingWords(box),
    box.bwrap,
    ...['--unshare-all', '--unshare-user', '--die-with-parent', '--new-session', '--cap-drop', 'ALL'],
    ...user,
    ...(box.disableUserns ? ['--disable-userns'] : []),
    ...(box.network ? ['--share-net'] : []),
    ...systemWords(),
    ...SETTINGS.flatMap((name) => ['--ro-bind-try', `/etc/${name}`, `/etc/${name}`]),
    ...['--ro-bind', box.passwd, '/etc/passwd', '--ro-bind', box.group, '/etc/group'],
    ...(box.network
      ? ['--ro-bind-try', '/etc/hosts', '/etc/hosts', '--ro-bind-try', '/etc/resolv.conf', '/etc/resolv.conf']
      : ['--ro-bind', box.hosts, '/etc/hosts']),
    ...['--proc', '/proc', ...COVERED.flatMap((path) => ['--ro-bind-try', path, path]), '--dev', '/dev'],
    ...TEMPORARY.flatMap(({ path, megabytes }) => ['--size', `${megabytes * MEGABYTE}`, '--tmpfs', path]),
    ...['--dir', '/var', '--symlink', '../tmp', '/var/tmp'],
    ...byDepth(box.mounts).flatMap((mount) => mountWords(mount, box)),
    ...['--remount-ro', '/', '--chdir', box.cwd, '--json-status-fd', '3'],
    ...(box.filter === null ? [] : ['--seccomp', '4']),
    '--',
    ...limitWords(box.limits),
    ...command,
  ];
}

function layingWords({ layers }: Box): string[] {
  if (layers?.by !== 'mount') return [];
  const lay = 'cd "$1" && "$2" --all --internal-only --fstab fstab || exit 1; shift 2; exec "$@"';
  return [
    ...[layers.unshare, '--user', '--map-root-user', '--mount'],
    ...['/bin/sh', '-c', lay, 'sh', layers.folder, layers.mount],
  ];
}

/** What `buildWords` counts on: the status as descriptor 3, the filter as 4. */
export function openFiles({ status, filter }: Box): NonNullable<RunOptions['open']> {
  return [{ path: status, to: 'write' }, ...(filter === null ? [] : [{ path: filter, to: 'read' } as const])];
}

/** Where /bin and the like are links into /usr they are links inside too: a mount each costs more than all else. */
function systemWords(): string[] {
  return SYSTEM.flatMap((path) => {
    const target = linkTarget(path);
    return target === null ? ['--ro-bind-try', path, path] : ['--symlink', target, path];
  });
}

function linkTarget(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

function mountWords({ path, access }: Mount, { layers, mounts }: Box): string[] {
  if (access === 'write') return ['--bind', path, path];
  if (access === 'read' || layers === null) return ['--ro-bind-try', path, path];
  const { upper, work, merged } = layerPlaces(layers.folder, layeredOf(mounts).indexOf(path));
  return layers.by === 'mount'
    ? ['--bind', merged, path]
    : ['--overlay-src', path, '--overlay', upper, work, path];
}

/** The folders that take writes, in the order that their layers are counted by. */
export function layeredOf(mounts: readonly Mount[]): string[] {
  return mounts.filter(({ access }) => access === 'layer').map(({ path }) => path);
}

/** What is inside another folder is laid upon it. */
function byDepth(mounts: readonly Mount[]): Mount[] {
  const depth = (mount: Mount) => mount.path.split('/').length;
  const rank = { read: 0, layer: 1, write: 2 };
  return [...mounts].sort((a, b) => depth(a) - depth(b) || rank[a.access] - rank[b.access]);
}

/** Memory is limited for each process here; the sum is the watchdog's. */
function limitWords({ memory, processes, file }: Limits): string[] {
  return ['prlimit', `--nproc=${processes}`, `--fsize=${file}`, `--data=${memory}`, '--core=0', '--'];
}

/** The files that take the place of the system's: tests look up their own user and `localhost`. */
export function renderIdentity(home: string): { passwd: string; group: string; hosts: string } {
  const { username, uid, gid } = userInfo();
  const others = [
    { name: 'root', id: 0, home: '/' },
    { name: 'nobody', id: 65534, home: '/' },
  ].filter(({ id, name }) => id !== uid && name !== username);
  const people = [{ name: username, id: uid, home }, ...others];
  return {
    passwd: people
      .map((one) => `${one.name}:x:${one.id}:${one.id === uid ? gid : one.id}::${one.home}:/bin/sh\n`)
      .join(''),
    group: people.map((one) => `${one.name}:x:${one.id === uid ? gid : one.id}:\n`).join(''),
    hosts: `127.0.0.1 localhost ${hostname()}\n::1 localhost ip6-localhost ip6-loopback\n`,
  };
}
