package org.timbrel.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendUnavailableException;
import org.timbrel.engine.backend.DeviceSettings;

/** Settings that were tuned on a device: kept, taken, shown, and never taken half. */
final class TunedFileTest {
    private static final KernelSettings SHIPPED = KernelSettings.of(DeviceClass.CPU);

    @TempDir
    Path folder;

    private TunedFile file() {
        return new TunedFile(folder.resolve("a").resolve("card.properties"));
    }

    @Test
    void givesBackWhatWasPutIn() throws IOException {
        assertEquals(Optional.empty(), file().over(SHIPPED));
        file().write(List.of("device: Card 7"), Map.of("conv2d.TILE_M", 6, "lstm.VECTOR", 8));
        KernelSettings wanted = SHIPPED.with("conv2d.TILE_M", 6).with("lstm.VECTOR", 8);
        assertEquals(Optional.of(wanted), file().over(SHIPPED));
        assertEquals(
                Map.of("VECTOR", 8, "TILE_M", 6),
                Map.of(
                        "VECTOR",
                        wanted.of("lstm").get("VECTOR"),
                        "TILE_M",
                        wanted.of("conv2d").get("TILE_M")));
        assertTrue(Files.readString(file().path()).startsWith("# device: Card 7\n"));
        try (Stream<Path> files = Files.list(file().path().getParent())) {
            assertEquals(1, files.count(), "no part of a file is left");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "conv2d.TILE_M 6      | line 2, 'conv2d.TILE_M 6', is not NAME = VALUE",
                "conv2d.TILES = 6     | line 2: there is no tunable 'conv2d.TILES'",
                "conv3d.VECTOR = 4    | line 2: there is no tunable 'conv3d.VECTOR'",
                "VECTOR = 3           | line 2: VECTOR is '3', and can be one of [1, 2, 4, 8, 16]",
                "VECTOR = \0\0        | line 2: VECTOR is",
            })
    void saysWhatIsWrongWithADamagedFile(String line, String reason) throws IOException {
        Files.createDirectories(file().path().getParent());
        Files.writeString(file().path(), "# a comment\n" + line + "\n");
        String message = assertThrows(BackendUnavailableException.class, () -> file().over(SHIPPED))
                .getMessage();
        assertTrue(message.contains(file().path() + ", can't be used: " + reason), message);
        assertTrue(message.endsWith("delete the file, or make it again with timbrel bench tune"), message);
    }

    @Test
    void onlyWhatDiffersIsStored() {
        TunableDevice device = new TunableDevice(TestDevice.get(), file());
        KernelSettings shipped = device.shipped();
        assertEquals(Map.of(), device.differing(shipped.with("matmul.VECTOR", shipped.value("VECTOR"))));
        // another common value, but the old one for the matrix product
        KernelSettings found = shipped.with("VECTOR", 4).with("matmul.VECTOR", shipped.value("VECTOR"));
        assertEquals(Map.of("VECTOR", 4, "matmul.VECTOR", shipped.value("VECTOR")), device.differing(found));
    }

    @Test
    void theBackendTakesTheFileAndTheDeviceShowsIt() throws IOException {
        TunableDevice device = new TunableDevice(TestDevice.get(), file());
        assertTrue(device.describe().origin().contains("as shipped"));
        int shipped = device.shipped().value("conv2d.TILE_M");
        int other = shipped == 4 ? 6 : 4;
        device.store(device.shipped().with("conv2d.TILE_M", other), List.of());
        try (Backend backend = device.open()) {
            assertTrue(backend.describe().endsWith(", tuned settings"), backend.describe());
        }
        DeviceSettings described = device.describe();
        assertEquals("tuned on this machine, " + file().path(), described.origin());
        List<DeviceSettings.Setting> differing = described.settings().stream()
                .filter(setting -> setting.value() != setting.shipped())
                .toList();
        assertEquals(
                List.of(new DeviceSettings.Setting("conv2d.TILE_M", other, shipped, "pixels a work-item makes")),
                differing);
        Files.writeString(file().path(), "nonsense\n");
        assertThrows(BackendUnavailableException.class, device::open);
        Files.delete(file().path());
        try (Backend backend = device.open()) {
            assertFalse(backend.describe().contains("tuned"), backend.describe());
        }
    }
}
