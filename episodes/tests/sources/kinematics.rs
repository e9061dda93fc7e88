//! Joint chains and jaws: known answers and invariants. Numbers of `fk_planar_2r`, `jaw_aperture_revolute` and
//! `umi_cam_to_tcp` were computed by an independent program.

use glam::{DMat3, DVec3};
use proptest::prelude::*;
use restage_episodes::kinematics::{ChainError, ChainJoint, JointChain, JointMotion, RevoluteJaw};
use restage_episodes::profile::GripperReading;
use restage_episodes::{DeviceProfile, Pose};
use std::f64::consts::PI;

fn joint(motion: JointMotion, xyz: [f64; 3], rpy: [f64; 3], axis: [f64; 3]) -> ChainJoint {
    ChainJoint {
        name: "joint".to_owned(),
        motion,
        parent_from_joint: Pose::from_xyz_rpy(DVec3::from_array(xyz), DVec3::from_array(rpy)),
        axis: DVec3::from_array(axis),
    }
}

#[test]
fn fk_planar_2r() {
    let z = [0.0, 0.0, 1.0];
    let still = [0.0; 3];
    let chain = JointChain::new(vec![
        joint(JointMotion::Revolute, still, still, z),
        joint(JointMotion::Revolute, [0.1, 0.0, 0.0], still, z),
        joint(JointMotion::Fixed, [0.12, 0.0, 0.0], still, still),
    ])
    .unwrap();
    let tip = chain.forward(&[0.5235987755982988, 1.0471975511965976]);
    let expected = DVec3::new(0.0866025403784439, 0.16999999999999998, 0.0);
    assert!((tip.translation - expected).length() < 1e-12);
    let rotation = DMat3::from_quat(tip.rotation);
    let columns = [[0.0, 1.0, 0.0], [-1.0, 0.0, 0.0], [0.0, 0.0, 1.0]];
    for (column, expected) in [rotation.x_axis, rotation.y_axis, rotation.z_axis].into_iter().zip(columns) {
        assert!((column - DVec3::from_array(expected)).length() < 1e-12);
    }
}

#[test]
fn jaw_aperture_revolute() {
    let radius = 0.085;
    let jaw = RevoluteJaw {
        hinge: joint(JointMotion::Revolute, [0.0; 3], [0.0; 3], [0.0, 0.0, 1.0]),
        fixed_tip: DVec3::new(radius, 0.0, 0.0),
        moving_tip: DVec3::new(radius, 0.0, 0.0),
        closed_gap: 0.0,
    };
    let expected = [0.0, 0.02119470467548871, 0.0420586730732689, 0.08150234156271452];
    for (angle, expected) in [0.0, 0.25, 0.5, 1.0].into_iter().zip(expected) {
        assert!((jaw.aperture(angle) - expected).abs() < 1e-12, "{angle}");
    }
}

#[test]
fn umi_cam_to_tcp() {
    // The camera looks down: x right, y down in the picture.
    let base_from_camera = Pose::from_axes(DVec3::new(0.3, -0.1, 0.5), DVec3::X, DVec3::NEG_Y, DVec3::NEG_Z);
    let profile = DeviceProfile::builtin("umi").unwrap();
    let tcp_from_camera = profile.cameras[0].tcp_from_camera.unwrap().pose();
    let base_from_tcp = base_from_camera * tcp_from_camera.inverse();
    let expected = DVec3::new(0.3, -0.18600000000000003, 0.28035);
    assert!((base_from_tcp.translation - expected).length() < 1e-12);
    assert!(base_from_tcp.angle(&base_from_camera) < 1e-12);
}

#[test]
fn chains_that_cannot_move_are_refused() {
    let flat = joint(JointMotion::Revolute, [0.0; 3], [0.0; 3], [0.0; 3]);
    assert!(matches!(JointChain::new(vec![flat]), Err(ChainError::BadGeometry { .. })));
    let nowhere = joint(JointMotion::Fixed, [f64::NAN, 0.0, 0.0], [0.0; 3], [0.0; 3]);
    assert!(matches!(JointChain::new(vec![nowhere]), Err(ChainError::BadGeometry { .. })));
    let error = JointChain::from_urdf_file("no/such.urdf".as_ref(), "tip").unwrap_err();
    assert!(error.to_string().contains("hint:"), "{error}");
}

#[test]
fn urdf_faults_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("robot.urdf");
    let links = r#"<link name="a"/><link name="b"/><link name="c"/>"#;
    let joint = |name: &str, kind: &str, parent: &str, child: &str| {
        format!(
            r#"<joint name="{name}" type="{kind}"><parent link="{parent}"/><child link="{child}"/></joint>"#
        )
    };
    let chain = |joints: &str, tip: &str| {
        std::fs::write(&path, format!(r#"<robot name="r">{links}{joints}</robot>"#)).unwrap();
        JointChain::from_urdf_file(&path, tip)
    };
    let good = joint("one", "fixed", "a", "b") + &joint("two", "prismatic", "b", "c");
    let tip = chain(&good, "c").unwrap().forward(&[0.25]);
    assert!((tip.translation - DVec3::new(0.25, 0.0, 0.0)).length() < 1e-15, "URDF's default axis is x");
    assert!(matches!(chain(&good, "d"), Err(ChainError::NoSuchLink { .. })));
    let looped = joint("one", "fixed", "a", "b") + &joint("two", "fixed", "b", "a");
    assert!(matches!(chain(&looped, "a"), Err(ChainError::Loop { .. })));
    assert!(matches!(
        chain(&joint("one", "floating", "a", "b"), "b"),
        Err(ChainError::UnsupportedJoint { .. })
    ));
    assert!(matches!(chain("<joint", "a"), Err(ChainError::Urdf { .. })));
}

prop_compose! {
    fn any_joint()(
        prismatic in any::<bool>(),
        xyz in prop::array::uniform3(-0.5..0.5_f64),
        rpy in prop::array::uniform3(-PI..PI),
        axis in prop::array::uniform3(0.1..1.0_f64),
    ) -> ChainJoint {
        let motion = if prismatic { JointMotion::Prismatic } else { JointMotion::Revolute };
        joint(motion, xyz, rpy, axis)
    }
}

proptest! {
    /// A chain is the product of its parts, wherever it is cut.
    #[test]
    fn forward_composes(
        joints in prop::collection::vec(any_joint(), 2..7),
        cut in any::<prop::sample::Index>(),
        q in prop::array::uniform7(-2.0..2.0_f64),
    ) {
        let cut = cut.index(joints.len());
        let q = &q[..joints.len()];
        let whole = JointChain::new(joints.clone()).unwrap().forward(q);
        let lower = JointChain::new(joints[..cut].to_vec()).unwrap().forward(&q[..cut]);
        let upper = JointChain::new(joints[cut..].to_vec()).unwrap().forward(&q[cut..]);
        let product = lower * upper;
        prop_assert!(whole.distance(&product) < 1e-12);
        prop_assert!(whole.angle(&product) < 1e-7);
        prop_assert!((whole.rotation.length() - 1.0).abs() < 1e-12);
    }

    /// Turning the last revolute joint turns the tip by the same angle and moves only what is off its axis.
    #[test]
    fn the_last_joint_turns_the_tip_by_its_own_angle(
        joints in prop::collection::vec(any_joint(), 1..5),
        last in any_joint(),
        angle in -3.0..3.0_f64,
    ) {
        let mut joints = joints;
        joints.push(ChainJoint { motion: JointMotion::Revolute, ..last });
        let chain = JointChain::new(joints).unwrap();
        let mut q = vec![0.3; chain.joints().len()];
        let before = chain.forward(&q);
        *q.last_mut().unwrap() += angle;
        let after = chain.forward(&q);
        prop_assert!(before.distance(&after) < 1e-12);
        prop_assert!((before.angle(&after) - angle.abs()).abs() < 1e-7);
    }

    /// An ideal jaw opens by the chord, and never by less when it turns further.
    #[test]
    fn a_jaw_opens_by_the_chord(radius in 0.02..0.2_f64, angle in 0.0..PI, hinge in any_joint()) {
        let jaw = RevoluteJaw {
            hinge: ChainJoint { motion: JointMotion::Revolute, axis: DVec3::Z, ..hinge.clone() },
            fixed_tip: hinge.parent_from_joint.transform_point(DVec3::new(radius, 0.0, 0.0)),
            moving_tip: DVec3::new(radius, 0.0, 0.0),
            closed_gap: 0.0,
        };
        prop_assert!((jaw.aperture(angle) - 2.0 * radius * (angle / 2.0).sin()).abs() < 1e-12);
        prop_assert!(jaw.aperture(angle) >= jaw.aperture(0.9 * angle) - 1e-12);
    }
}

#[test]
fn inline_chains_agree_with_the_robot_descriptions() {
    let Some(real) = crate::real_data() else { return };
    let robots = real.join("../robots");
    if !robots.is_dir() {
        eprintln!("SKIPPED: real data not found at {}", robots.display());
        return;
    }
    for (name, file, tip) in
        [("cr5", "cr5/cr5.urdf", "Link6"), ("so100", "so100/urdf/so-100.urdf", "Fixed_Jaw")]
    {
        let profile = DeviceProfile::builtin(name).unwrap();
        let inline = profile.joint_chain().unwrap();
        let urdf = JointChain::from_urdf_file(&robots.join(file), tip).unwrap();
        let names = |chain: &JointChain| chain.moving().map(|joint| joint.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(inline), names(&urdf));
        for step in 0..40_u32 {
            let q: Vec<f64> = (0..names(inline).len())
                .map(|i| 1.4 * (0.37 * f64::from(step) + 1.9 * i as f64).sin())
                .collect();
            let (a, b) = (inline.forward(&q), urdf.forward(&q));
            assert!(a.distance(&b) < 1e-9 && a.angle(&b) < 1e-7, "{name} at {q:?}: {a:?} {b:?}");
        }
    }
    // The hinge of the SO-100 jaw is the joint above Moving Jaw.
    let jaw = JointChain::from_urdf_file(&robots.join("so100/urdf/so-100.urdf"), "Moving Jaw").unwrap();
    let described = jaw.joints().last().unwrap();
    let profile = DeviceProfile::builtin("so100").unwrap();
    let GripperReading::RevoluteJaw { hinge, .. } = profile.gripper.reading else { panic!("a jaw") };
    let inline = Pose::from_xyz_rpy(DVec3::from_array(hinge.xyz), DVec3::from_array(hinge.rpy));
    assert!(inline.distance(&described.parent_from_joint) < 1e-12);
    assert!(inline.angle(&described.parent_from_joint) < 1e-7);
    assert_eq!(described.axis.to_array(), hinge.axis);
}
