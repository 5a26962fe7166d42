#include "topology/audit/dimms.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audited_tree.h"

namespace accelbench::topology {
namespace {

std::string device(const std::string& size, const std::string& slot, const std::string& bank,
                   const std::string& speed = "4800 MT/s", const std::string& configured = "4800 MT/s") {
    return "\nHandle 0x0028, DMI type 17, 92 bytes\nMemory Device\n\tSize: " + size + "\n\tLocator: " + slot +
           "\n\tBank Locator: " + bank + "\n\tType: DDR5\n\tSpeed: " + speed +
           "\n\tConfigured Memory Speed: " + configured + "\n";
}

AuditInput with(const FileTree& tree, const std::string& dmi) {
    auto input = bare(tree);
    input.dmi_memory = dmi;
    return input;
}

TEST(Dimms, DevicesAreReadAndMappedAddressesAreNot) {
    const auto dimms =
        dimms_of_dmidecode("# dmidecode 3.4\n" + device("32 GB", "CPU1_DIMM_A1", "NODE 1") +
                           device("16384 MB", "CPU1_DIMM_B1", "Not Specified", "2933 MHz", "Unknown") +
                           device("No Module Installed", "CPU1_DIMM_C1", "NODE 1") +
                           "\nMemory Device Mapped Address\n\tSize: 64 GB\n");
    ASSERT_EQ(dimms.size(), 3u);
    EXPECT_EQ(dimms[0].bytes, 32ULL << 30);
    EXPECT_EQ(dimms[0].speed_mt_per_second, 4800);
    EXPECT_EQ(dimms[1].bytes, 16ULL << 30);
    EXPECT_EQ(dimms[1].bank, "");
    EXPECT_EQ(dimms[1].rated_mt_per_second, 2933);
    EXPECT_EQ(dimms[1].speed_mt_per_second, 0);
    EXPECT_EQ(dimms[2].bytes, 0u) << "an empty slot is a slot";
}

TEST(Dimms, TheFirmwaresFlashIsNoMemoryModule) {
    EXPECT_TRUE(
        dimms_of_dmidecode("Memory Device\n\tSize: 16 MB\n\tLocator: SYSTEM ROM\n\tType: Flash\n").empty());
}

TEST(Dimms, UdevTellsTheSameWithoutRoot) {
    const auto dimms = dimms_of_udev(
        "E:MEMORY_DEVICE_1_PRESENT=0\nE:MEMORY_DEVICE_1_LOCATOR=DIMM_B1\n"
        "E:MEMORY_DEVICE_0_SIZE=17179869184\nE:MEMORY_DEVICE_0_LOCATOR=DIMM_A1\n"
        "E:MEMORY_DEVICE_0_CONFIGURED_SPEED_MTS=3200\n");
    ASSERT_EQ(dimms.size(), 2u);
    EXPECT_EQ(dimms[0].bytes, 16ULL << 30);
    EXPECT_EQ(dimms[0].slot, "DIMM_A1");
    EXPECT_EQ(dimms[0].speed_mt_per_second, 3200);
    EXPECT_EQ(dimms[1].bytes, 0u);
}

TEST(Dimms, SlotsOfAChannelAreKnownByTheirLabels) {
    const auto channel = [](const char* slot, const char* bank) {
        return channel_of({slot, bank, 0, "", 0, 0});
    };
    EXPECT_EQ(channel("DIMM 0", "P0 CHANNEL A"), channel("DIMM 1", "P0 CHANNEL A"));
    EXPECT_NE(channel("DIMM 0", "P0 CHANNEL A"), channel("DIMM 0", "P1 CHANNEL A"));
    EXPECT_EQ(channel("P1-DIMMA1", "P0_Node0_Channel0_Dimm0"),
              channel("P1-DIMMA2", "P0_Node0_Channel0_Dimm1"));
    EXPECT_EQ(channel("CPU1_DIMM_A1", "NODE 1"), channel("CPU1_DIMM_A2", "NODE 1"));
    EXPECT_NE(channel("CPU1_DIMM_A1", "NODE 1"), channel("CPU2_DIMM_A1", "NODE 1"));
    EXPECT_NE(channel("CPU1_DIMM_A1", "NODE 1"), channel("CPU1_DIMM_B1", "NODE 1"));
    EXPECT_EQ(channel("A7", ""), "") << "a letter for the processor, numbers over all its channels";
    EXPECT_EQ(channel("PROC 1 DIMM 3", ""), "");
    EXPECT_EQ(channel("CHANNEL CHANNEL 7 left", ""), "CHANNEL CHANNEL 7") << "the last that is one";
    EXPECT_EQ(channel("dimm b2", ""), "dimm b");
}

// std::regex recursed for each letter, and a number beyond the integers ended the program.
TEST(Dimms, TextOfAnyKindAndLengthIsRead) {
    const std::string much(200000, 'A');
    EXPECT_TRUE(
        dimms_of_udev("E:MEMORY_DEVICE_99999999999_SIZE=1\nE:MEMORY_DEVICE_=\nE:MEMORY_DEVICE_0=\n").empty());
    EXPECT_EQ(dimms_of_udev("E:MEMORY_DEVICE_0_LOCATOR=" + much + "\n").at(0).slot, much);
    EXPECT_EQ(channel_of({much, much, 0, "", 0, 0}), "");
    EXPECT_EQ(channel_of({"DIMM_" + much, "", 0, "", 0, 0}), "");
}

TEST(AuditDimms, AnEmptyChannelIsBadAndASecondSlotOfAChannelIsNot) {
    const FileTree tree;
    const auto full = device("32 GB", "DIMM_A1", "") + device("32 GB", "DIMM_B1", "");
    EXPECT_EQ(said(with(tree, full), "memory_channels"), "good: all 2 channels alike: 2 x 32 GiB DDR5");
    const auto second =
        device("No Module Installed", "DIMM_A2", "") + device("No Module Installed", "DIMM_B2", "");
    EXPECT_EQ(said(with(tree, full + second), "memory_channels"),
              "good: all 2 channels alike: 2 x 32 GiB DDR5");
    const auto half =
        full + device("No Module Installed", "DIMM_C1", "") + device("No Module Installed", "DIMM_D1", "");
    EXPECT_EQ(said(with(tree, half), "memory_channels"), "bad: 2 of 4 channels populated: 2 x 32 GiB DDR5");
    EXPECT_EQ(said(with(tree, full + device("64 GB", "DIMM_C1", "")), "memory_channels"),
              "warn: 3 channels that differ: 2 x 32 GiB DDR5 and 1 x 64 GiB DDR5");
}

TEST(AuditDimms, LabelsThatDoNotTellChannelsAreNoReasonToGuess) {
    const FileTree tree;
    const auto one = device("32 GB", "A1", ""), empty = device("No Module Installed", "A2", "");
    EXPECT_EQ(said(with(tree, one + empty), "memory_channels"),
              "unknown: 1 x 32 GiB DDR5 in 2 slots, whose labels don't name their channels");
    EXPECT_EQ(said(with(tree, one), "memory_channels"), "good: 1 x 32 GiB DDR5 in 1 slots");
}

TEST(AuditDimms, ModulesThatAreSlowerThanTheyCanBeAreNamed) {
    const FileTree tree;
    const auto quick = device("32 GB", "DIMM_A1", "");
    EXPECT_EQ(said(with(tree, quick), "memory_speed"), "good: 4800 MT/s");
    EXPECT_EQ(said(with(tree, device("32 GB", "DIMM_A1", "", "4800 MT/s", "4400 MT/s")), "memory_speed"),
              "warn: 4400 MT/s of 4800 that they are rated for");
    EXPECT_EQ(
        said(with(tree, quick + device("32 GB", "DIMM_B1", "", "4800 MT/s", "4000 MT/s")), "memory_speed"),
        "warn: 4000 to 4800 MT/s: modules differ");
    EXPECT_EQ(said(with(tree, device("32 GB", "DIMM_A1", "", "Unknown", "Unknown")), "memory_speed"),
              "unknown: not reported by the firmware");
}

TEST(AuditDimms, AHypervisorsModulesAreNotBelieved) {
    const FileTree tree;
    auto input = with(tree, device("16 GB", "DIMM 0", ""));
    input.environment.virtualisation = "qemu";
    EXPECT_EQ(said(input, "memory_channels"), "unknown: not reported: the hypervisor decides it");
}

TEST(AuditDimms, WithoutATableTheReasonIsNamed) {
    const FileTree tree;
    auto input = bare(tree);
    input.no_dmi = "not reported: dmidecode needs root";
    EXPECT_EQ(said(input, "memory_channels"), "unknown: not reported: dmidecode needs root");
    EXPECT_EQ(said(input, "memory_speed"), "unknown: not reported: dmidecode needs root");
}

}  // namespace
}  // namespace accelbench::topology
