/** `<resource>.<verb>`, from the file's path: `contracts/orders/ship.yaml` is `orders.ship`. */
export type OperationId = string;
