import type { UploadId } from '#core/image/uploaded-picture';
import type { Uploads } from '#ports';

/** Where a form of these uploads leads: nothing answers there, and a test puts the file into the map. */
const MEMORY_UPLOADS_URL = 'https://uploads.example.org/';

/** Keeps uploads in a map by their ids. */
export function memoryUploads(files: Map<string, Uint8Array>): Uploads {
  return {
    form: async (upload: UploadId, back) => ({
      url: MEMORY_UPLOADS_URL,
      fields: [{ name: 'key', value: upload }, ...(back ? [{ name: 'success_action_redirect', value: back.href }] : [])],
    }),
    async read(upload, most) {
      const bytes = files.get(upload);
      return bytes && bytes.length > most ? { sizeBytes: bytes.length } : bytes;
    },
    put: async (upload, bytes) => void files.set(upload, bytes),
    remove: async (upload) => void files.delete(upload),
  };
}
