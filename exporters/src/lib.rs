//! Writers: LeRobotDataset v3.0, video encoding and statistics.
