/** Every text in plain data, at any depth, but not the names of its keys. `key`: the nearest name above it; '' where there is none. */
export function mapStrings<T>(data: T, change: (text: string, key: string) => string): T {
  return visit(data, '', change) as T;
}

function visit(data: unknown, key: string, change: (text: string, key: string) => string): unknown {
  if (typeof data === 'string') return change(data, key);
  if (Array.isArray(data)) return data.map((one) => visit(one, key, change));
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, visit(value, name, change)]));
}
