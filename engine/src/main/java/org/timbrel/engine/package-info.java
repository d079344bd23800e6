/** Tensors, autograd, layers and backends. */
package org.timbrel.engine;
