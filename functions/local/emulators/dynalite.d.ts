declare module 'dynalite' {
  import type { Server } from 'node:http';

  // biome-ignore lint/style/noDefaultExport: so the package exports it.
  export default function dynalite(options: { path?: string; createTableMs: number; deleteTableMs: number; updateTableMs: number }): Server;
}
