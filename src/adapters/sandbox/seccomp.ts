/**
 * The filter of system calls as the kernel reads it: a classic BPF program, eight bytes an instruction. What it refuses
 * is what no test needs and an attacker wants: namespaces, mounts, other processes' memory, keys, the kernel's
 * youngest and least tried doors. Everything else passes.
 *
 * The numbers of x64 were tried; those of arm64 are from the kernel's table and were not.
 */

const LOAD_WORD = 0x20;
const JUMP_IF_EQUAL = 0x15;
const JUMP_IF_AT_LEAST = 0x35;
const JUMP_IF_ANY_BIT = 0x45;
const RETURN = 0x06;

const ALLOW = 0x7fff0000;
const EPERM = 1;
const ENOSYS = 38;
const EAFNOSUPPORT = 97;

/** Offsets into `struct seccomp_data`, little-endian: the lower half of an argument comes first. */
const NUMBER = 0;
const ARCHITECTURE = 4;
const FIRST_ARGUMENT = 16;
const SECOND_ARGUMENT = 24;

/** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. */
const NEW_NAMESPACES = 0x7e020000;
/** Typing into, and pasting from, a terminal. */
const TERMINAL_REQUESTS = [0x5412, 0x541c];
/** AF_UNIX, AF_INET, AF_INET6, AF_NETLINK. Others are not shut in by a network namespace (AF_VSOCK reaches a machine's host). */
const FAMILIES = [1, 2, 10, 16];

/** Same on both: everything that came after 2019 has one number everywhere. */
const YOUNG_REFUSED = {
  open_tree: 428,
  move_mount: 429,
  fsopen: 430,
  fsconfig: 431,
  fsmount: 432,
  fspick: 433,
  pidfd_getfd: 438,
  mount_setattr: 442,
};
/** Said to be unknown, so that callers take their older way: threads by `clone`, files without io_uring. */
const UNKNOWN = { io_uring_setup: 425, io_uring_enter: 426, io_uring_register: 427, clone3: 435 };

interface Architecture {
  readonly audit: number;
  /** Numbers from here on are another calling convention; null where there is none. */
  readonly foreignFrom: number | null;
  readonly clone: number;
  readonly socket: number;
  readonly ioctl: number;
  readonly refused: Readonly<Record<string, number>>;
}

const ARCHITECTURES: Readonly<Record<string, Architecture>> = {
  x64: {
    audit: 0xc000003e,
    foreignFrom: 0x40000000,
    clone: 56,
    socket: 41,
    ioctl: 16,
    refused: {
      ptrace: 101,
      syslog: 103,
      pivot_root: 155,
      chroot: 161,
      acct: 163,
      mount: 165,
      umount2: 166,
      swapon: 167,
      swapoff: 168,
      reboot: 169,
      iopl: 172,
      ioperm: 173,
      init_module: 175,
      delete_module: 176,
      quotactl: 179,
      kexec_load: 246,
      add_key: 248,
      request_key: 249,
      keyctl: 250,
      unshare: 272,
      perf_event_open: 298,
      name_to_handle_at: 303,
      open_by_handle_at: 304,
      setns: 308,
      process_vm_readv: 310,
      process_vm_writev: 311,
      kcmp: 312,
      finit_module: 313,
      kexec_file_load: 320,
      bpf: 321,
      userfaultfd: 323,
      ...YOUNG_REFUSED,
    },
  },
  arm64: {
    audit: 0xc00000b7,
    foreignFrom: null,
    clone: 220,
    socket: 198,
    ioctl: 29,
    refused: {
      umount2: 39,
      mount: 40,
      pivot_root: 41,
      chroot: 51,
      quotactl: 60,
      acct: 89,
      unshare: 97,
      kexec_load: 104,
      init_module: 105,
      delete_module: 106,
      syslog: 116,
      ptrace: 117,
      reboot: 142,
      add_key: 217,
      request_key: 218,
      keyctl: 219,
      swapon: 224,
      swapoff: 225,
      perf_event_open: 241,
      name_to_handle_at: 264,
      open_by_handle_at: 265,
      setns: 268,
      process_vm_readv: 270,
      process_vm_writev: 271,
      kcmp: 272,
      finit_module: 273,
      bpf: 280,
      userfaultfd: 282,
      kexec_file_load: 294,
      ...YOUNG_REFUSED,
    },
  },
};

/** The filter for a processor as Node names it (`process.arch`); null for one that we have no numbers of. */
export function buildFilter(processor: string): Buffer | null {
  const machine = ARCHITECTURES[processor];
  if (!machine) return null;
  return Buffer.concat([
    load(ARCHITECTURE),
    unless(JUMP_IF_EQUAL, machine.audit, refuse(ENOSYS)),
    load(NUMBER),
    ...(machine.foreignFrom === null ? [] : [when(JUMP_IF_AT_LEAST, machine.foreignFrom, refuse(ENOSYS))]),
    ...Object.values(machine.refused).map((number) => when(JUMP_IF_EQUAL, number, refuse(EPERM))),
    ...Object.values(UNKNOWN).map((number) => when(JUMP_IF_EQUAL, number, refuse(ENOSYS))),
    when(
      JUMP_IF_EQUAL,
      machine.clone,
      Buffer.concat([load(FIRST_ARGUMENT), when(JUMP_IF_ANY_BIT, NEW_NAMESPACES, refuse(EPERM)), allow()]),
    ),
    when(
      JUMP_IF_EQUAL,
      machine.socket,
      Buffer.concat([
        load(FIRST_ARGUMENT),
        ...FAMILIES.map((family) => when(JUMP_IF_EQUAL, family, allow())),
        refuse(EAFNOSUPPORT),
      ]),
    ),
    when(
      JUMP_IF_EQUAL,
      machine.ioctl,
      Buffer.concat([
        load(SECOND_ARGUMENT),
        ...TERMINAL_REQUESTS.map((request) => when(JUMP_IF_EQUAL, request, refuse(EPERM))),
        allow(),
      ]),
    ),
    allow(),
  ]);
}

function instruction(code: number, whenTrue: number, whenFalse: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16LE(code, 0);
  bytes.writeUInt8(whenTrue, 2);
  bytes.writeUInt8(whenFalse, 3);
  bytes.writeUInt32LE(value, 4);
  return bytes;
}

function load(offset: number): Buffer {
  return instruction(LOAD_WORD, 0, 0, offset);
}

/** Does `then` when the comparison with what was loaded holds, else goes on behind it. */
function when(comparison: number, value: number, then: Buffer): Buffer {
  return Buffer.concat([instruction(comparison, 0, then.length / 8, value), then]);
}

function unless(comparison: number, value: number, then: Buffer): Buffer {
  return Buffer.concat([instruction(comparison, then.length / 8, 0, value), then]);
}

function refuse(errno: number): Buffer {
  return instruction(RETURN, 0, 0, 0x00050000 | errno);
}

function allow(): Buffer {
  return instruction(RETURN, 0, 0, ALLOW);
}
