/** {@code timbrel bench tune}: the search for the settings that make an OpenCL device's kernels fast. */
package org.timbrel.benchmarks.tuning;
