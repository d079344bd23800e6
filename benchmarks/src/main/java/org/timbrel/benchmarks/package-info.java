/** Benchmarks: the command {@code timbrel bench}. */
package org.timbrel.benchmarks;
