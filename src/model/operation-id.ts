/** Id of an operation, `<resource>.<verb>`. The path of the file gives the id: `contracts/orders/ship.yaml` is `orders.ship`. */
export type OperationId = string;
