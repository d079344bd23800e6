package org.timbrel.benchmarks.kernels.opencl;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.timbrel.kernels.opencl.DeviceClass;

/** The rungs of the matrix product with the numbers that suit a class of devices. */
final class MatmulRungs {
    private MatmulRungs() {}

    /** In the order of the ladder. */
    static List<MatmulRung> of(DeviceClass device) {
        return List.of(
                naive(device), localTile(), register(device), vector(device), doubleBuffer(device), noLocal(device));
    }

    /** The fastest that is made for such a device. */
    static MatmulRung best(DeviceClass device) {
        return device == DeviceClass.CPU ? noLocal(device) : vector(device);
    }

    private static MatmulRung naive(DeviceClass device) {
        int y = device == DeviceClass.CPU ? 1 : 16;
        return new MatmulRung("1 naive", new Rung("matmul_naive", Map.of()), y, 16, 16, y, false);
    }

    private static MatmulRung localTile() {
        int tile = 16;
        return new MatmulRung(
                "2 local tile", new Rung("matmul_local", Map.of("TILE", tile)), tile, tile, tile, tile, false);
    }

    private static MatmulRung register(DeviceClass device) {
        return switch (device) {
            case CPU -> blocked("3 register tile", "matmul_register", 1, 8, 16, 2, 4, 64);
            case GPU -> blocked("3 register tile", "matmul_register", 1, 4, 4, 16, 16, 16);
            case NVIDIA -> blocked("3 register tile", "matmul_register", 1, 8, 8, 16, 16, 16);
        };
    }

    private static MatmulRung vector(DeviceClass device) {
        return vectors("4 vector loads", "matmul_vector", device, 64);
    }

    /** What is fetched ahead waits in registers, of which a CPU has few: shorter blocks there. */
    private static MatmulRung doubleBuffer(DeviceClass device) {
        return vectors("5 double buffering", "matmul_double", device, 16);
    }

    private static MatmulRung vectors(String name, String file, DeviceClass device, int blockOfCpu) {
        return switch (device) {
            case CPU -> blocked(name, file, 16, 16, 1, 2, 2, blockOfCpu);
            case GPU -> blocked(name, file, 4, 4, 1, 16, 16, 16);
            case NVIDIA -> blocked(name, file, 4, 8, 2, 16, 16, 16);
        };
    }

    private static MatmulRung blocked(
            String name, String file, int vector, int tileM, int tileN, int groupX, int groupY, int blockK) {
        Map<String, Integer> numbers = new HashMap<>(
                Map.of("TILE_M", tileM, "TILE_N", tileN, "GROUP_X", groupX, "GROUP_Y", groupY, "BLOCK_K", blockK));
        if (vector > 1) {
            numbers.put("VECTOR", vector);
        }
        return new MatmulRung(
                name, new Rung(file, numbers), groupY * tileM, groupX * tileN * vector, groupX, groupY, false);
    }

    private static MatmulRung noLocal(DeviceClass device) {
        boolean cpu = device == DeviceClass.CPU;
        int vector = cpu ? 16 : 4;
        int tileN = cpu ? 2 : 1;
        int tileM = cpu ? 8 : 4;
        int itemsX = cpu ? 4 : 8;
        int itemsY = cpu ? 1 : 16;
        Rung rung = new Rung("matmul_no_local", Map.of("VECTOR", vector, "TILE_M", tileM, "TILE_N", tileN));
        return new MatmulRung("6 registers alone", rung, itemsX * tileM, itemsY * tileN * vector, itemsX, itemsY, true);
    }
}
