/** Id of an operation, `<resource>.<verb>`. It comes from the path of the file: `contracts/orders/ship.yaml` is `orders.ship`. */
export type OperationId = string;
