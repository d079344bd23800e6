package org.timbrel.benchmarks.tuning;

import java.util.List;

/**
 * Kernels that are tuned together.
 *
 * @param name by which they are asked for
 * @param tunables that are searched, one after another in this order
 * @param timed what counts, in sizes that recipes have
 * @param checked what must be right, in sizes that fit no tile
 */
record KernelFamily(String name, List<String> tunables, List<Work> timed, List<Work> checked) {}
