/** A client of the things API. */
export class Things {
  #url;

  constructor(url) {
    this.#url = url;
  }

  create(name, options = {}) {
    return this.#send('POST', '/things', { name, color: options.color });
  }

  get(thingId) {
    return this.#send('GET', `/things/${encodeURIComponent(thingId)}`);
  }

  delete(thingId) {
    return this.#send('DELETE', `/things/${encodeURIComponent(thingId)}`);
  }

  async #send(method, path, body) {
    const response = await fetch(this.#url + path, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? undefined : response.json();
  }
}
