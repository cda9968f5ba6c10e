export interface Thing {
  id: string;
  name: string;
  color: 'red' | 'blue' | null;
}

export declare class Things {
  constructor(url: string);
  create(name: string, options?: { color?: 'red' | 'blue' }): Promise<Thing>;
  get(thingId: string): Promise<Thing>;
  delete(thingId: string): Promise<void>;
}
